"""What a contract has besides its plan: add-ons, metered use, discounts, withdrawn cancellations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from north_star.demo import ledger as book
from north_star.demo import parameters as p
from north_star.demo.parameters import DAY, Settings
from north_star.demo.text import Row, decimals, instant, second_of

HORIZON = (p.AS_OF_DAY + 1) * DAY
ADD_ONS = (  # name, interval (blank: that of the plan), thousandths of the plan's price per month
    ("analytics", "", 150),
    ("priority_support", "", 250),
    ("training", "week", 60),
    ("extra_storage", "day", 4),
)
ADD_ON_SHARE, ADD_ON_DROPPED = 0.14, 0.25
METERED_EVERY = 15  # one account in so many has a metered add-on
CENTS_PER_THOUSAND_CALLS = 140
TRUE_FORMS = ("true", "true", "TRUE", "true", "yes", "true", "1")
DISCOUNT_PERCENT = (  # how often a contract begins with which discount
    ("repeating_percent", 10),
    ("once_percent", 5),
    ("stacked_percents", 3),
    ("repeating_amount", 3),
    ("forever_amount", 2),
)
SECOND_THOUGHTS = 0.06
QUIET = 40 * DAY  # nothing else happens to the subscription around a cancellation that is taken back


@dataclass(frozen=True)
class Contract:
    """A subscription from its first paid second on, as its items tell it."""

    account: str
    subscription: str
    item: str
    """The first item that is paid."""
    currency: str
    interval: str
    cents: int
    seats: int
    start: int
    end: int | None

    def last(self) -> int:
        """The second at which it ends, or at which the story does."""
        return min(self.end or HORIZON, HORIZON)


def contracts(items: Iterable[Row]) -> list[Contract]:
    """The paid subscriptions, in the order of the rows (which is that of their start)."""
    paid: dict[str, list[Row]] = defaultdict(list)
    for row in items:
        if row[3] != "free" and row[12] != "true":
            paid[row[1]].append(row)
    return [
        Contract(
            account=rows[0][2],
            subscription=subscription,
            item=rows[0][0],
            currency=rows[0][6],
            interval=rows[0][7],
            cents=round(float(rows[0][4]) * 100),
            seats=int(rows[0][9]),
            start=second_of(rows[0][10]),
            end=second_of(rows[-1][11]) if rows[-1][11] else None,
        )
        for subscription, rows in paid.items()
    ]


def months_later(second: int, months: int) -> int:
    """The same moment of the month that many months later."""
    day = np.asarray([second // DAY])
    month = day.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return int(book.add_months(day, day - month + 1, np.asarray([months]))[0]) * DAY + second % DAY


def add_ons(settings: Settings, signed: list[Contract]) -> list[Row]:
    """Some accounts buy an add-on weeks after they start; some of them drop it again."""
    rng = settings.generator(12)
    rows: list[Row] = []
    for contract in signed:
        wanted, dropped, kind = rng.random(), rng.random(), int(rng.integers(0, len(ADD_ONS)))
        start = contract.start + int(rng.integers(20 * DAY, 200 * DAY))
        end = start + int(rng.integers(90 * DAY, 300 * DAY)) if dropped < ADD_ON_DROPPED else HORIZON
        name, interval, thousandths = ADD_ONS[kind]
        if wanted >= ADD_ON_SHARE or start + 60 * DAY > contract.last():
            continue
        # The price of an add-on by the week or day follows from the plan's price per month.
        if interval and contract.interval not in p.INTERVALS:
            continue
        end = end if end < contract.last() else contract.end or 0
        months = p.INTERVAL_MONTHS[p.INTERVALS.index(contract.interval)] if interval else 1
        amount = decimals(contract.cents * thousandths // (1000 * months))
        rows.append(
            (
                f"{contract.subscription}-a1",
                contract.subscription,
                contract.account,
                name,
                amount,
                "",
                contract.currency,
                interval or contract.interval,
                "1",
                "",
                instant(start),
                instant(end) if end else "",
                "false",
                ("", "false")[kind % 2],
            )
        )
    return rows


def metered_use(settings: Settings, signed: list[Contract]) -> list[Row]:
    """One row a calendar month, billed on its last day: the month of the last day is there already."""
    rng = settings.generator(13)
    rows: list[Row] = []
    for contract in signed:
        drawn, level = int(rng.integers(0, METERED_EVERY)), int(rng.integers(300, 900))
        if drawn or not contract.subscription.endswith("-s1"):
            continue
        first = np.datetime64(contract.start, "s").astype("datetime64[M]")
        months = (
            int((np.datetime64(contract.last() - 1, "s").astype("datetime64[M]") - first).astype(int)) + 1
        )
        for number in range(months):
            level = level * int(rng.integers(88, 119)) // 100
            thousands = level * contract.seats // 10
            edges = [int((first + number + step).astype("datetime64[s]").astype(int)) for step in (0, 1)]
            start, end = max(edges[0], contract.start), min(edges[1], contract.end or edges[1])
            rows.append(
                (
                    f"{contract.subscription}-u1",
                    contract.subscription,
                    contract.account,
                    "api_calls",
                    decimals(thousands * CENTS_PER_THOUSAND_CALLS // 10),
                    "",
                    contract.currency,
                    "month",
                    "1",
                    f"{thousands * 100}",
                    instant(start),
                    instant(end),
                    "",
                    TRUE_FORMS[number % len(TRUE_FORMS)],
                )
            )
    return rows


def discounts(settings: Settings, signed: list[Contract]) -> tuple[list[Row], dict[str, int]]:
    """subscription_discounts, and how many contracts got which kind."""
    rng = settings.generator(14)
    drafts: list[tuple[str, ...]] = []
    counts = dict.fromkeys((kind for kind, _ in DISCOUNT_PERCENT), 0)
    edges = np.cumsum([share for _, share in DISCOUNT_PERCENT])
    for contract in signed:
        place = int(np.searchsorted(edges, int(rng.integers(0, 100)), side="right"))
        if place == len(DISCOUNT_PERCENT):
            continue
        kind = DISCOUNT_PERCENT[place][0]
        counts[kind] += 1
        whole, item = contract.subscription, contract.item
        start, half_year, year = (instant(months_later(contract.start, months)) for months in (0, 6, 12))
        off = decimals(max(contract.cents // 1000, 1) * 100)  # about a tenth, in whole units of the currency
        drafts += {
            "repeating_percent": [(whole, "", "20", "", "repeating", start, half_year)],
            "once_percent": [(whole, "", "50", "", "once", start, "")],
            "stacked_percents": [
                (whole, "", "10", "", "forever", start, ""),
                (whole, item, "12.5", "", "repeating", start, year),
            ],
            "repeating_amount": [(whole, item, "", off, "repeating", start, year)],
            "forever_amount": [(whole, item, "", off, "forever", start, "")],
        }[kind]
    width = len(str(len(drafts)))
    return [(f"d{number:0{width}d}", *draft) for number, draft in enumerate(drafts, 1)], counts


def second_thoughts(settings: Settings, signed: list[Contract], statuses: list[Row]) -> dict[str, list[Row]]:
    """Status rows by subscription: a cancellation to the end of the period, taken back before it."""
    rng = settings.generator(15)
    told: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in statuses:
        told[row[0]].append((second_of(row[2]), row[1]))
    rows: dict[str, list[Row]] = {}
    for contract in signed:
        wanted, reason = rng.random(), int(rng.integers(1, book.PAYMENT_FAILED))
        asked = contract.start + QUIET + int(rng.integers(0, max(contract.last() - contract.start, DAY)))
        back = asked + int(rng.integers(3 * DAY, 20 * DAY))
        near = any(abs(moment - asked) < QUIET for moment, _ in told[contract.subscription])
        before = [status for moment, status in told[contract.subscription] if moment < asked]
        pays = contract.end is None and before[-1:] == ["active"]
        if wanted < SECOND_THOUGHTS and pays and back + QUIET < HORIZON and not near:
            said = instant(asked)
            rows[contract.subscription] = [
                (contract.subscription, "active", said, said, book.REASONS[reason]),
                (contract.subscription, "active", instant(back), "", ""),
            ]
    return rows


def among(rows: list[Row], extra: dict[str, list[Row]], subscription: int, since: int) -> list[Row]:
    """The extra rows put into their subscription's place, all of it in order of time."""
    left = dict(extra)
    mixed: list[Row] = []
    for index, row in enumerate(rows):
        mixed.append(row)
        name = row[subscription]
        ends = index + 1 == len(rows) or rows[index + 1][subscription] != name
        if ends and name in left:
            first = len(mixed) - 1
            while first > 0 and mixed[first - 1][subscription] == name:
                first -= 1
            mixed[first:] = sorted([*mixed[first:], *left.pop(name)], key=lambda row: second_of(row[since]))
    return mixed

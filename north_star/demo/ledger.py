"""What billing writes down: subscription items and status changes, collected week by week."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from north_star.demo import parameters as p
from north_star.demo import text
from north_star.demo.parameters import DAY, Bools, Codes, Ints

STATUSES = ("trialing", "active", "past_due", "unpaid", "paused", "canceled")
TRIALING, ACTIVE, PAST_DUE, UNPAID, PAUSED, CANCELED = range(6)
REASONS = (
    "",
    "too_expensive",
    "missing_features",
    "switched_tool",
    "project_ended",
    "low_usage",
    "payment_failed",
)
PAYMENT_FAILED = 6
OPEN = -1

ITEM_FIELDS = (
    "account",
    "subscription",
    "item",
    "plan",
    "seats",
    "interval",
    "discount",
    "currency",
    "start",
    "end",
    "trial",
)


def add_months(days: Ints, anchors: Ints, months: Ints) -> Ints:
    """The same day of the month (`anchors`) that many months later, or that month's last day."""
    month = days.astype("datetime64[D]").astype("datetime64[M]") + months
    first = month.astype("datetime64[D]").astype(np.int64)
    length = (month + 1).astype("datetime64[D]").astype(np.int64) - first
    renewed: Ints = first + np.minimum(anchors, length) - 1
    return renewed


def amount_cents(plan: Ints, seats: Ints, interval: Ints, currency: Ints) -> Ints:
    """Price of all seats for one billing interval, from the price list."""
    unit = np.asarray(p.SEAT_PRICE_CENTS)[currency, plan]
    percent = np.full(len(unit), 100)
    for above, price in p.VOLUME_TIERS:
        percent = np.where(seats > above, price, percent)
    total: Ints = unit * seats * percent // 100 * np.asarray(p.INTERVAL_PRICE_PERCENT)[interval] // 100
    return total


@dataclass
class Ledger:
    """Parts of tables as arrays; they are put together once at the end."""

    items: list[Ints] = field(default_factory=list)
    statuses: list[Ints] = field(default_factory=list)

    def add_items(self, *columns: Ints) -> None:
        """Rows of ITEM_FIELDS."""
        self.items.append(np.vstack(columns))

    def add_statuses(
        self,
        account: Ints,
        subscription: Ints,
        status: int,
        changed: Ints,
        requested: Ints | int = OPEN,
        reason: Ints | int = 0,
    ) -> None:
        """Rows of the status history; the status is the same for all of them."""
        parts = (account, subscription, status, changed, requested, reason)
        self.statuses.append(np.vstack([np.broadcast_to(np.asarray(part), account.shape) for part in parts]))

    def item_rows(self, rng: np.random.Generator, ids: list[str]) -> list[text.Row]:
        """subscription_items as text, in order of account and start."""
        table = dict(zip(ITEM_FIELDS, np.hstack(self.items), strict=True))
        order = np.lexsort((table["start"], table["subscription"], table["account"]))
        table = {name: values[order] for name, values in table.items()}
        size = len(order)
        amount = amount_cents(table["plan"], table["seats"], table["interval"], table["currency"])
        discount = amount * table["discount"] // 100
        owners = [ids[index] for index in table["account"].tolist()]
        subscriptions = [
            f"{owner}-s{n}" for owner, n in zip(owners, table["subscription"].tolist(), strict=True)
        ]
        currencies = text.names(table["currency"], p.CURRENCIES)
        intervals = text.names(table["interval"], p.INTERVALS)
        # The two halves of a row agree on the instant of a change, whichever way each is written.
        start = text.timestamps(table["start"], text.time_forms(rng, size))
        end = text.timestamps(table["end"], text.time_forms(rng, size))
        for index in np.flatnonzero(rng.random(size) < 0.02).tolist():
            currencies[index] = f" {currencies[index]}" if index % 2 else currencies[index].lower()
            intervals[index] = intervals[index].capitalize() if index % 3 else f"{intervals[index]} "
        return text.rows(
            [f"{s}-i{n}" for s, n in zip(subscriptions, table["item"].tolist(), strict=True)],
            subscriptions,
            owners,
            text.names(table["plan"], p.PLANS),
            text.money(amount),
            [
                money if percent else ""
                for money, percent in zip(text.money(discount), table["discount"], strict=True)
            ],
            currencies,
            intervals,
            ["1"] * size,
            [str(seats) for seats in table["seats"].tolist()],
            start,
            end,
            [
                "true" if trial else ("", "false")[index % 2]
                for index, trial in enumerate(table["trial"].tolist())
            ],
            [""] * size,
        )

    def status_rows(self, rng: np.random.Generator, ids: list[str]) -> list[text.Row]:
        """subscription_statuses as text; what lies after the last day is not known yet."""
        table = np.hstack(self.statuses)
        table = table[:, table[3] < (p.AS_OF_DAY + 1) * DAY]
        table = table[:, np.lexsort((table[3], table[1], table[0]))]
        account, subscription, status, changed, requested, reason = table
        size = table.shape[1]
        return text.rows(
            [f"{ids[a]}-s{n}" for a, n in zip(account.tolist(), subscription.tolist(), strict=True)],
            text.names(status, STATUSES),
            text.timestamps(changed, text.time_forms(rng, size)),
            text.timestamps(requested, np.zeros(size, dtype=np.int64)),
            text.names(reason, REASONS),
        )


@dataclass(frozen=True)
class History:
    """What the rest of the company follows: who subscribed when, who left, and the tables."""

    using: Codes
    """Week by account: 0 nobody, 1 free plan or pause, 2 trial, 3 paying."""
    leaving: Bools
    """Week by account: leaves within the next 2 to 6 weeks (support hears of it first)."""
    last_week: Ints
    """The last week in which an account subscribed to anything."""
    items: list[text.Row]
    statuses: list[text.Row]
    churned_account_count: int
    paying_account_count: int

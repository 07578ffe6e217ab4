"""Random account histories for the property tests: hypothesis draws them, dbt builds a batch at once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from python_tests.oracles.contract import TABLES
from python_tests.support.raw_files import RawRow

STATUSES = ("trialing", "active", "past_due", "unpaid", "paused", "canceled")
TREE = Path(__file__).parents[2]
AS_OF = date(2024, 6, 17)
FIRST = date(2023, 9, 1)
SPAN = (AS_OF - FIRST).days + 20  # some of it lies after as_of
Tables = dict[str, list[RawRow]]

days = st.sampled_from(range(SPAN + 1))
# Several starts on one day and one after as_of, else spread by a sample: integers alone crowd at the edges.
# Some lie more than a year back, so that terms end.
starts = st.sampled_from([*range(0, SPAN, 9), 40, 40, 40, *range(-400, -300, 5)])
amounts = st.sampled_from(
    [
        "0",
        "0.01",
        "10",
        "10",
        "20",
        "49.99",
        "49.99",
        "100",
        "100",
        "100.000001",
        "1234.5",
        "99999.99",
        "7",
        "7",
        "-1",
    ]
)
intervals = st.sampled_from(
    [
        *(("day", 1), ("day", 7), ("week", 1), ("week", 2), ("month", 1), ("month", 1), ("month", 3)),
        *(("quarter", 1), ("month", 12), ("quarter", 4), ("year", 1), ("year", 1), ("year", 1), ("year", 2)),
    ]
)
moments = st.tuples(
    st.sampled_from(range(0, SPAN, 2)),
    st.sampled_from(range(24 * 60)),
    st.sampled_from(["", "Z", "+02:00", "-09:30", "+14:00"]),
)


def _day(number: int) -> str:
    return (FIRST + timedelta(days=number)).isoformat()


def _moment(drawn: tuple[int, int, str]) -> str:
    day, minute, offset = drawn
    moment = datetime.combine(FIRST, datetime.min.time()) + timedelta(days=day, minutes=minute)
    return moment.isoformat(timespec="minutes") + offset


@st.composite
def _items(draw: st.DrawFn, account: str) -> list[RawRow]:
    """Up to six rows; some go on where the one before ends, with other terms."""
    rows: list[RawRow] = []
    end: int | None = None
    for number in range(draw(st.sampled_from([1, 2, 3, 4, 6, 0]))):
        start, (interval, count) = draw(starts), draw(intervals)
        length = draw(st.sampled_from([None, None, 0, 3, 10, 31, 31, 60, 60, 90, 120, 300, 400]))
        row: dict[str, object] = {
            # Few ids, so that items repeat and overlap and subscriptions have several items.
            "subscription_item_id": f"{account}-i{draw(st.sampled_from(range(6)))}",
            "subscription_id": f"{account}-s{number % 3}",
            "account_id": account,
            "currency": draw(st.sampled_from(["USD"] * 9 + ["EUR"] * 9 + ["eur ", "JPY", "ZZZ"])),
            "billing_interval": interval,
            "billing_interval_count": count,
        }
        if end is not None and draw(st.sampled_from([True, False, False])):
            start = end
            same = draw(
                st.sampled_from([tuple(row), ("subscription_item_id", "subscription_id", "currency")])
            )
            row |= {name: rows[-1][name] for name in same}
        end = None if length is None else start + length
        row |= {
            "plan_name": draw(st.sampled_from(["Basic", "Pro", "basic"])),
            "amount": draw(amounts),
            "recurring_discount_amount": draw(st.sampled_from([None, None, None, None, "0.01", "5"])),
            "started_at": _day(start),
            "ended_at": None if end is None else _day(end),
            "is_trial": draw(st.sampled_from([None, "false", "false", "false", "false", "true"])),
            "is_usage_based": draw(st.sampled_from([None, "false", "no", "false", "true"])),
        }
        rows.append(row)
    return rows


@st.composite
def _discounts(draw: st.DrawFn, account: str, subscriptions: list[str]) -> list[RawRow]:
    """Up to three, so that some are stacked; about one in five breaks a rule."""
    rows: list[RawRow] = []
    for number in range(draw(st.sampled_from([0, 0, 1, 1, 2, 3]))):
        start, length = (
            draw(st.sampled_from(range(0, SPAN, 9))),
            draw(st.sampled_from([None, 0, 31, 45, 120])),
        )
        duration = draw(st.sampled_from(["forever", "forever", "repeating", "repeating", "Once", "always"]))
        percent, amount = draw(
            st.sampled_from(
                [("10", None)] * 2
                + [("33.3333", None), ("100", None), ("150", None), (None, "5"), (None, "20.5"), ("10", "5")]
            )
        )
        item = None if amount is None else f"{account}-i{draw(st.sampled_from(range(6)))}"
        rows.append(
            {
                "discount_id": f"{account}-d{draw(st.sampled_from([number, number, 0]))}",
                "subscription_id": draw(st.sampled_from(subscriptions)),
                "subscription_item_id": item,
                "percent_off": percent,
                "amount_off": amount,
                "duration": duration,
                "started_at": _day(start),
                "ended_at": None if length is None else _day(start + length),
            }
        )
    return rows


@st.composite
def _merges(draw: st.DrawFn, subscriptions: list[str]) -> list[RawRow]:
    """Some subscriptions were migrated, others copied into an endless chain, or into nowhere."""
    drawn = draw(st.sampled_from([0, 0, 1, 1, 2, 3]))
    ids = st.sampled_from(subscriptions)
    return [{"entity": "subscription", "old_id": draw(ids), "new_id": draw(ids)} for _ in range(drawn)]


@st.composite
def histories(draw: st.DrawFn, account: str) -> Tables:
    """Everything about one account; about one row in ten breaks a rule."""
    items = draw(_items(account))
    known = sorted({str(row["subscription_id"]) for row in items}) or [f"{account}-s0"]
    subscriptions = [*known * 4, f"{account}-s{draw(st.sampled_from(range(4)))}"]  # the last may be unknown
    people = [f"{account}-u{n}" for n in range(draw(st.sampled_from(range(4))))]
    events: list[RawRow] = []
    for number in range(draw(st.sampled_from(range(13)))):
        row: dict[str, Any] = {
            "event_id": f"{account}-e{number}",
            "account_id": account,
            "user_id": draw(st.sampled_from([None, *people, *people])),
            "event_name": draw(st.sampled_from(["task_created", "task_completed", "opened"])),
            "occurred_at": _moment(draw(moments)),
            "received_at": draw(st.one_of(st.none(), moments.map(_moment))),
            "quantity": draw(st.sampled_from([None, "1", "2.5"])),
            "object_id": (None, "x", "y")[number % 3],
            "is_internal": draw(st.sampled_from([None, "false", "no", "true"])),
        }
        events.append(row)
        for _ in range(draw(st.sampled_from([0, 0, 0, 0, 1, 2]))):
            events.append({**row, "occurred_at": _moment(draw(moments))} if draw(st.booleans()) else row)
    return {
        "accounts": [
            {
                "account_id": account,
                "account_name": account,
                "created_at": _day(draw(st.sampled_from([0, 0, 0, 30, 100]))),
                "segment": draw(st.sampled_from(["smb", "enterprise", None])),
                "country": draw(st.sampled_from(["DE", "US"])),
            }
        ],
        "users": [
            {"user_id": person, "account_id": account, "created_at": _day(draw(days)), "role": "admin"}
            for person in people
        ],
        "merge_map": draw(_merges(subscriptions)),
        "subscription_items": items,
        "subscription_discounts": draw(_discounts(account, subscriptions)),
        "subscription_statuses": [
            {
                "subscription_id": draw(st.sampled_from(subscriptions)),
                "status": draw(
                    st.sampled_from([*STATUSES, *["past_due", "paused", "active", "active"] * 2, "gone"])
                ),
                "changed_at": _moment(draw(moments)),
                "cancel_requested_at": draw(st.one_of(st.none(), st.none(), moments.map(_moment))),
                "cancel_reason": draw(st.sampled_from([None, None, "price", "Product", "other"])),
            }
            for _ in range(draw(st.sampled_from([0, 1, 2, 3, 5])))
        ],
        "events": events,
        "survey_responses": [
            {
                "response_id": f"{account}-r{number}",
                "survey": draw(st.sampled_from(["nps", "NPS", "csat"])),
                "account_id": draw(st.sampled_from([account, account, None])),
                "user_id": draw(st.sampled_from([None, *people])),
                "score": draw(st.sampled_from(range(12))),
                "responded_at": _moment(draw(moments)),
            }
            for number in range(draw(st.sampled_from(range(4))))
        ],
    }


def _drawn(strategy: Callable[[str], st.SearchStrategy[Tables]], count: int) -> list[Tables]:
    """As many histories as asked for, the same ones in every run."""
    found: list[Tables] = []

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy("@"))
    def collect(history: Tables) -> None:
        found.append(history)

    collect()
    return found


def _renamed(value: object, account: str) -> object:
    return value.replace("@", account) if isinstance(value, str) else value


def batch(count: int) -> Tables:
    """The company in a process of its own: what hypothesis draws depends on the modules that are loaded."""
    command = [sys.executable, "-m", __name__, str(count)]
    done = subprocess.run(command, cwd=TREE, text=True, capture_output=True, check=True)
    tables: Tables = json.loads(done.stdout)
    return tables


def draw_company(count: int) -> Tables:
    """One company of so many random accounts, with rates that change in mid-month and begin late."""
    tables: Tables = {name: [] for name in TABLES}
    for number, history in enumerate(_drawn(histories, count)):
        for name, rows in history.items():
            tables[name] += [
                {column: _renamed(value, f"a{number:03}") for column, value in row.items()} for row in rows
            ]
    # Every twentieth customer has been merged into the next one, some of them over several steps.
    merged = [number for number in range(count - 1) if number % 20 in (3, 4, 11)]
    tables["merge_map"] += [
        {"entity": "account", "old_id": f"a{number:03}", "new_id": f"a{number + 1:03}"} for number in merged
    ]
    gone = {f"a{number:03}" for number in merged if number % 3}  # some old ones are not even listed any more
    tables["accounts"] = [row for row in tables["accounts"] if row["account_id"] not in gone]
    tables["exchange_rates"] = [
        {"currency": "USD", "rate_date": _day(20 * n), "rate": f"0.{(7 * n) % 30 + 70}"} for n in range(16)
    ]
    tables["exchange_rates"].append({"currency": "USD", "rate_date": _day(-450), "rate": "0.95"})
    tables["exchange_rates"].append({"currency": "JPY", "rate_date": _day(130), "rate": "0.0067"})
    return {**tables, **_economy(tables["accounts"])}


def _economy(accounts: list[RawRow]) -> Tables:
    """What such a company spends and earns: channels without money, money without channel, lacking months."""
    channels = ("ads", "events", "(unallocated)", "partner ")
    return {
        "accounts": [
            {**row, "acquisition_channel": ("ads", "events", "referral", None)[number % 4]}
            for number, row in enumerate(accounts)
        ],
        "marketing_spend": [
            {
                "spend_date": _day(9 * n - 20),
                "acquisition_channel": channels[n % 4],
                "amount": f"{(37 * n) % 900 - 30}.{n % 10}5",
                "currency": ("EUR", "USD", "eur", "JPY", "ZZZ")[n % 5],
            }
            for n in range(40)
        ],
        "company_financials": [
            {
                "month": _day(30 * n - 360),
                "currency": ("EUR", "USD")[n % 2],
                "recognized_revenue": f"{4000 + 173 * n}.005",
                "ebitda": None if n == 4 else f"{11 * n - 250}",
            }
            for n in range(24)
        ],
    }


if __name__ == "__main__":
    print(json.dumps(draw_company(int(sys.argv[1]))))

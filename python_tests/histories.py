"""Random account histories for the property tests: hypothesis draws them, dbt builds a batch at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from python_tests.oracles.contract import TABLES
from python_tests.oracles.parsing import STATUSES
from python_tests.raw_files import RawRow

AS_OF = date(2024, 6, 17)
FIRST = date(2023, 9, 1)
SPAN = (AS_OF - FIRST).days + 20  # some of it lies after as_of
Tables = dict[str, list[RawRow]]

days = st.integers(0, SPAN)
# Several starts on one day and one after as_of, else spread by a sample: integers alone crowd at the edges.
starts = st.sampled_from([*range(0, SPAN, 9), 40, 40, 40])
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
intervals = st.tuples(
    st.sampled_from(["day", "week", "month", "quarter", "year"]), st.sampled_from([1, 1, 1, 2, 3, 7])
)
moments = st.tuples(
    st.sampled_from(range(0, SPAN, 2)),
    st.integers(0, 24 * 60 - 1),
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
    rows: list[RawRow] = []
    for number in range(draw(st.sampled_from([0, 1, 2, 3, 4, 6]))):
        start, length = draw(starts), draw(st.sampled_from([None, 0, 3, 10, 31, 31, 60, 60, 90, 120, 300]))
        interval, count = draw(intervals)
        rows.append(
            {
                # Few ids, so that items repeat and overlap and subscriptions have several items.
                "subscription_item_id": f"{account}-i{draw(st.integers(0, 5))}",
                "subscription_id": f"{account}-s{number % 2}",
                "account_id": account,
                "plan_name": draw(st.sampled_from(["Basic", "Pro", "basic"])),
                "amount": draw(amounts),
                "recurring_discount_amount": draw(st.sampled_from([None, None, None, None, "0.01", "5"])),
                "currency": draw(st.sampled_from(["USD", "USD", "USD", "EUR", "EUR", "eur ", "JPY", "ZZZ"])),
                "billing_interval": interval,
                "billing_interval_count": count,
                "started_at": _day(start),
                "ended_at": None if length is None else _day(start + length),
                "is_trial": draw(st.sampled_from([None, "false", "false", "false", "false", "true"])),
            }
        )
    return rows


@st.composite
def histories(draw: st.DrawFn, account: str) -> Tables:
    """Everything about one account; about one row in ten breaks a rule."""
    people = [f"{account}-u{n}" for n in range(draw(st.integers(0, 3)))]
    events: list[RawRow] = []
    for number in range(draw(st.integers(0, 12))):
        row: dict[str, Any] = {
            "event_id": f"{account}-e{number}",
            "account_id": account,
            "user_id": draw(st.sampled_from([None, *people, *people])),
            "event_name": draw(st.sampled_from(["task_created", "task_completed", "opened"])),
            "occurred_at": _moment(draw(moments)),
            "received_at": draw(st.one_of(st.none(), moments.map(_moment))),
            "quantity": draw(st.sampled_from([None, "1", "2.5"])),
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
        "subscription_items": draw(_items(account)),
        "subscription_statuses": [
            {
                "subscription_id": f"{account}-s{draw(st.integers(0, 1))}",
                "status": draw(
                    st.sampled_from([*STATUSES, *["past_due", "past_due", "active"] * 2, "expired"])
                ),
                "changed_at": _moment(draw(moments)),
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
                "score": draw(st.integers(0, 11)),
                "responded_at": _moment(draw(moments)),
            }
            for number in range(draw(st.integers(0, 3)))
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
    """One company of so many random accounts, with rates that change in mid-month and begin late."""
    tables: Tables = {name: [] for name in TABLES}
    for number, history in enumerate(_drawn(histories, count)):
        for name, rows in history.items():
            tables[name] += [
                {column: _renamed(value, f"a{number:03}") for column, value in row.items()} for row in rows
            ]
    tables["exchange_rates"] = [
        {"currency": "USD", "rate_date": _day(20 * n), "rate": f"0.{(7 * n) % 30 + 70}"} for n in range(16)
    ]
    tables["exchange_rates"].append({"currency": "JPY", "rate_date": _day(130), "rate": "0.0067"})
    return tables

"""RavenStack: 500 accounts, 5,000 subscriptions, feature usage and tickets of 2023 and 2024.

What this loader decides:
- A subscription is one item, its own subscription: up to 18 of an account run side by side and all count.
  Subscriptions are the authority on churn; the file of churn events and the churn flags are not read.
- Annual rows bring `arr_amount` per year, monthly rows `mrr_amount` per month. End dates are exclusive.
- `industry` serves as segment and as industry. Money is US dollars: the files name no currency.
- Usage names a subscription, no user: the account is the subscription's, there are no users at all.
- A ticket's satisfaction score is a CSAT answer given when the ticket was closed. Its hours lack a leading
  zero ("3:00"), which is no ISO 8601: the loader pads them. First response = submission + the given minutes.
"""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

from python_tests.oracles.company import Company
from python_tests.oracles.settings import Settings
from python_tests.support.raw_files import Condition, Definition, RawRow, write_raw, write_reference

AS_OF = date(2024, 12, 31)
FEATURES = "|".join(f"feature_{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8))

DEFINITIONS = (
    Definition(
        "core_feature_accounts", "account", "month", "paying",
        (
            Condition("uses_core_features", FEATURES, "count", ">=", "1"),
            Condition("uses_them_much", FEATURES, "sum_quantity", ">=", "10", is_reported_quantity=True),
        ),
        is_primary=True,
    ),
    Definition(
        "using_accounts", "account", "quarter", "all",
        (Condition("any", "*", "count", ">=", "1", is_reported_quantity=True),),
    ),
    Definition(
        "light_weeks", "account", "week", "all",
        (
            Condition("one_day", "*", "distinct_days", "=", "1"),
            Condition("little", "*", "sum_quantity", "<", "9.5", is_reported_quantity=True),
        ),
        reports="quantity",
    ),
)  # fmt: skip


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _padded(text: str) -> str:
    day, _, clock = text.partition(" ")
    return f"{day} {clock.zfill(5)}" if clock else day


def _accounts(source: Path) -> list[RawRow]:
    return [
        {
            "account_id": row["account_id"],
            "account_name": row["account_name"],
            "created_at": row["signup_date"],
            "segment": row["industry"],
            "industry": row["industry"],
            "country": row["country"],
            "acquisition_channel": row["referral_source"],
        }
        for row in _read(source / "ravenstack_accounts.csv")
    ]


def _items(subscriptions: list[dict[str, str]]) -> list[RawRow]:
    return [
        {
            "subscription_item_id": row["subscription_id"],
            "subscription_id": row["subscription_id"],
            "account_id": row["account_id"],
            "plan_name": row["plan_tier"],
            "amount": row["mrr_amount"] if row["billing_frequency"] == "monthly" else row["arr_amount"],
            "currency": "USD",
            "billing_interval": "month" if row["billing_frequency"] == "monthly" else "year",
            "billing_interval_count": 1,
            "quantity": row["seats"],
            "started_at": row["start_date"],
            "ended_at": row["end_date"],
            "is_trial": row["is_trial"],
        }
        for row in subscriptions
    ]


def _tickets(tickets: list[dict[str, str]]) -> list[RawRow]:
    return [
        {
            "ticket_id": row["ticket_id"],
            "account_id": row["account_id"],
            "created_at": row["submitted_at"],
            "first_responded_at": datetime.fromisoformat(row["submitted_at"])
            + timedelta(minutes=float(row["first_response_time_minutes"])),
            "resolved_at": _padded(row["closed_at"]),
            "priority": row["priority"],
        }
        for row in tickets
    ]


def load(source: Path, target: Path) -> Company:
    """Map the published folder `source` to a raw folder and reference files under `target`."""
    subscriptions = _read(source / "ravenstack_subscriptions.csv")
    tickets = _read(source / "ravenstack_support_tickets.csv")
    account_of = {row["subscription_id"]: row["account_id"] for row in subscriptions}
    raw = write_raw(
        target / "raw",
        {
            "accounts": _accounts(source),
            "subscription_items": _items(subscriptions),
            "events": [
                {
                    "event_id": row["usage_id"],
                    "account_id": account_of.get(row["subscription_id"]),
                    "event_name": row["feature_name"],
                    "occurred_at": row["usage_date"],
                    "object_id": row["subscription_id"],
                    "quantity": row["usage_count"],
                }
                for row in _read(source / "ravenstack_feature_usage.csv")
            ],
            "survey_responses": [
                {
                    "response_id": row["ticket_id"],
                    "survey": "csat",
                    "account_id": row["account_id"],
                    "score": row["satisfaction_score"],
                    "responded_at": _padded(row["closed_at"]),
                }
                for row in tickets
                if row["satisfaction_score"]
            ],
            "support_tickets": _tickets(tickets),
        },
    )
    return Company("ravenstack", raw, Settings(AS_OF), write_reference(target / "reference", DEFINITIONS))

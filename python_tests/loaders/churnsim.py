"""ChurnSim: 294 simulated CRM customers with users, 5,655 terms with add-ons, 214,147 events.

What this loader decides:
- Up to 2024-06-30 only (`as_of`): what the simulation wrote for July stays in the files and is rejected as
  future by the row rules. Terms run past the horizon, so an open term at the end is no churn.
- `mrr` is per month and net of discount already: amount = mrr x bill_period_months, billed every so many
  months, and no discount. Currency is not named: US dollars.
- Each renewal is a new row of the same item (account and product), contiguous and with an exclusive end.
  An account's plan and its two add-ons are items of one subscription.
- user_id is unique within an account only: account-user. There is no list of users and no sign-up date: a
  user exists from the first event, an account from its first event or term.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from python_tests.cases.north_star_library import LIBRARY
from python_tests.oracles.company import Company
from python_tests.oracles.settings import Settings
from python_tests.support.raw_files import Condition, Definition, RawRow, write_raw, write_reference

AS_OF = date(2024, 6, 30)

DEFINITIONS = (
    Definition(
        "selling_teams", "account", "week", "paying",
        (
            Condition("adds_leads", "add_lead|add_contact", "count", ">=", "1"),
            Condition("moves_deals", "create_opportunity|win_opportunity", "count", ">=", "2",
                      is_reported_quantity=True),
            Condition("together", "*", "distinct_users", ">=", "2"),
        ),
        is_primary=True,
    ),
    Definition(
        "regular_sellers", "user", "month", "paying",
        (
            Condition("comes_back", "*", "distinct_days", ">", "2", is_reported_quantity=True),
            Condition("few_losses", "lose_opportunity", "count", "<=", "1"),
        ),
    ),
    Definition(
        "active_teams", "account", "day", "all",
        (Condition("any", "*", "count", ">=", "1", is_reported_quantity=True),),
    ),
)  # fmt: skip


def _read(path: Path) -> Iterator[dict[str, str]]:
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)
    else:
        with path.open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)


def _item(row: dict[str, str]) -> RawRow:
    months = int(row["bill_period_months"])
    return {
        "subscription_item_id": f"{row['account_id']}-{row['product']}",
        "subscription_id": f"subscription-{row['account_id']}",
        "account_id": row["account_id"],
        "plan_name": row["product"],
        "amount": Decimal(row["mrr"]) * months,
        "currency": "USD",
        "billing_interval": "month",
        "billing_interval_count": months,
        "quantity": row["quantity"],
        "started_at": row["start_date"],
        "ended_at": row["end_date"],
    }


def load(source: Path, target: Path) -> Company:
    """Map the published folder `source` to a raw folder and reference files under `target`."""
    terms = list(_read(source / "subscription.csv"))
    events = list(_read(source / "event.csv.gz"))
    seen: dict[str, str] = {}  # the first moment of each account
    for account, moment in (
        *((row["account_id"], row["start_date"]) for row in terms),
        *((row["account_id"], row["event_time"]) for row in events),
    ):
        seen[account] = min(seen.get(account, moment), moment)
    users: dict[tuple[str, str], str] = {}
    for row in events:
        key = row["account_id"], row["user_id"]
        users[key] = min(users.get(key, row["event_time"]), row["event_time"])
    raw = write_raw(
        target / "raw",
        {
            "accounts": [
                {
                    "account_id": row["account_id"],
                    "account_name": f"Account {row['account_id']}",
                    "created_at": seen.get(row["account_id"]),
                    "country": row["country"],
                    "acquisition_channel": row["channel"],
                }
                for row in _read(source / "account.csv")
            ],
            "users": [
                {"user_id": f"{account}-{user}", "account_id": account, "created_at": moment}
                for (account, user), moment in users.items()
            ],
            "subscription_items": [_item(row) for row in terms],
            "events": [
                {
                    "event_id": f"e{number}",
                    "account_id": row["account_id"],
                    "user_id": f"{row['account_id']}-{row['user_id']}",
                    "event_name": row["event_type"],
                    "occurred_at": row["event_time"],
                    "quantity": row["event_value"],
                }
                for number, row in enumerate(events)
            ],
        },
    )
    return Company(
        "churnsim", raw, Settings(AS_OF), write_reference(target / "reference", (*DEFINITIONS, *LIBRARY))
    )

"""Tava: 3 customers, 5 subscriptions and 7 invoices, small enough to check by hand.

What this loader decides:
- `ended_at` is the last paid day: the contract's exclusive end is the day after.
- Subscriptions carry no price. From each month with an invoice of the customer that has a subscription line
  and lies in the subscription's period, the price is that line (tax and fees left out; the invoice total,
  which does not add up on two invoices, is not read). Before the first such month the price is the first one.
  A price that changes is a new row of the same item. `Pro` was never invoiced: ASSUMED_PRICES, our number.
- An invoice without lines (I002) says nothing about the price.
- Attributes are those of the latest snapshot; an account exists from its first snapshot or subscription.
- No product events were published. An invoice issued or paid is the only thing a customer is seen to do, so
  these two stand in as events (quantity = the invoice's total), at the midnight that begins their date.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from python_tests.oracles.company import Company
from python_tests.oracles.settings import Settings, month_end
from python_tests.support.raw_files import Condition, Definition, RawRow, write_raw, write_reference

AS_OF = date(2026, 1, 31)
ASSUMED_PRICES = {"Pro": Decimal("150.00")}

DEFINITIONS = (
    Definition(
        "prompt_payers", "account", "month", "paying",
        (
            Condition("was_invoiced", "invoice_issued", "count", ">=", "1"),
            Condition("paid", "invoice_paid", "sum_quantity", ">", "0", is_reported_quantity=True),
        ),
        is_primary=True,
    ),
    Definition(
        "invoiced_customers", "account", "quarter", "all",
        (Condition("any", "*", "count", ">=", "1", is_reported_quantity=True),), reports="share",
    ),
)  # fmt: skip


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _prices(source: Path) -> dict[str, dict[date, Decimal]]:
    """Customer -> invoice month -> the amount of its subscription lines."""
    lines: dict[str, Decimal] = {}
    for row in _read(source / "data_raw_invoice_line_items.csv"):
        if row["type"] == "subscription":
            lines[row["invoice_id"]] = lines.get(row["invoice_id"], Decimal(0)) + Decimal(row["amount"])
    prices: dict[str, dict[date, Decimal]] = {}
    for row in _read(source / "data_raw_invoices.csv"):
        if row["invoice_id"] in lines:
            month = date.fromisoformat(row["invoice_month"])
            prices.setdefault(row["customer_id"], {})[month] = lines[row["invoice_id"]]
    return prices


def _item_rows(row: dict[str, str], prices: dict[date, Decimal]) -> list[RawRow]:
    start = date.fromisoformat(row["started_at"])
    end = date.fromisoformat(row["ended_at"]) + timedelta(days=1) if row["ended_at"] else None
    known = {m: p for m, p in sorted(prices.items()) if month_end(m) >= start and (end is None or m < end)}
    if row["plan_name"] in ASSUMED_PRICES:
        known = {start: ASSUMED_PRICES[row["plan_name"]]}
    steps: list[tuple[date, Decimal]] = []
    for month, price in known.items():
        if not steps:
            steps.append((start, price))
        elif price != steps[-1][1]:
            steps.append((month, price))
    return [
        {
            "subscription_item_id": row["subscription_id"],
            "subscription_id": row["subscription_id"],
            "account_id": row["customer_id"],
            "plan_name": row["plan_name"],
            "amount": price,
            "currency": "USD",
            "billing_interval": "month",
            "billing_interval_count": 1,
            "started_at": since,
            "ended_at": until,
        }
        for ((since, price), (until, _)) in pairwise([*steps, (end, Decimal(0))])
    ]


def _events(source: Path) -> list[RawRow]:
    return [
        {
            "event_id": f"{row['invoice_id']}-{name}",
            "account_id": row["customer_id"],
            "event_name": name,
            "occurred_at": row[column],
            "quantity": row["total_amount"],
        }
        for row in _read(source / "data_raw_invoices.csv")
        for name, column in (("invoice_issued", "issued_at"), ("invoice_paid", "paid_at"))
        if row[column]
    ]


def load(source: Path, target: Path) -> Company:
    """Map the published folder `source` to a raw folder and reference files under `target`."""
    subscriptions = _read(source / "data_raw_subscriptions.csv")
    prices = _prices(source)
    snapshots: dict[str, list[dict[str, str]]] = {}
    for row in _read(source / "data_raw_customers_snapshot.csv"):
        snapshots.setdefault(row["customer_id"], []).append(row)
    accounts: list[RawRow] = []
    for customer, rows in snapshots.items():
        starts = [row["started_at"] for row in subscriptions if row["customer_id"] == customer]
        latest = max(rows, key=lambda row: row["snapshot_at"][:10])
        accounts.append(
            {
                "account_id": customer,
                "account_name": customer,
                "created_at": min(starts + [row["snapshot_at"] for row in rows]),
                "segment": latest["segment"],
                "country": latest["country"],
            }
        )
    raw = write_raw(
        target / "raw",
        {
            "accounts": accounts,
            "subscription_items": [
                item for row in subscriptions for item in _item_rows(row, prices[row["customer_id"]])
            ],
            "events": _events(source),
        },
    )
    return Company("tava", raw, Settings(AS_OF), write_reference(target / "reference", DEFINITIONS))

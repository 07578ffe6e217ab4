"""What is wrong with a raw row by itself: the first of the reasons in their order."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from python_tests.oracles.contract import IS_DELETED, UPDATED_AT, Table
from python_tests.oracles.parsing import ENUMERATIONS, NOT_RENEWED, PARSERS, BadText, status_word
from python_tests.oracles.settings import Settings

Row = dict[str, Any]
SCALES = {"nps": range(0, 11), "ces": range(1, 8), "csat": range(1, 6)}
FUTURE = {
    "exchange_rates": "rate_date",
    "accounts": "created_at",
    "users": "created_at",
    "subscription_items": "started_at",
    "subscription_statuses": "changed_at",
    "subscription_discounts": "started_at",
    "events": "occurred_at",
    "survey_responses": "responded_at",
    "support_tickets": "created_at",
    "marketing_spend": "spend_date",
    "company_financials": "month",
}


class Known(Protocol):
    """What the rules ask of the rows that were accepted before."""

    settings: Settings
    accounts: dict[str, Row]
    users: dict[str, Row]
    subscriptions: dict[str, set[str]]
    rates: dict[str, list[tuple[date, Decimal]]]

    def rate(self, currency: str, month: date) -> Decimal | None:
        """The rate of the month."""


def parse(table: Table, raw: dict[str, str]) -> Row:
    """The row's values; raises the first of missing_key, deleted, missing_value, invalid_*, unknown_*."""
    keys = table.key if table.name == "merge_map" else table.key[:1]
    if not all(raw[name] for name in keys):
        raise BadText("missing_key")
    if raw[UPDATED_AT]:
        PARSERS["timestamp"](raw[UPDATED_AT])
    if raw[IS_DELETED] and PARSERS["boolean"](raw[IS_DELETED]):
        raise BadText("deleted")
    if any(column.is_required and not raw[column.name] for column in table.columns):
        raise BadText("missing_value")
    if table.name == "subscription_discounts" and _is_half_a_discount(raw):
        raise BadText("missing_value")
    row = {c.name: PARSERS[c.kind](raw[c.name]) if raw[c.name] else None for c in table.columns}
    for column in table.columns:
        if column.kind in ENUMERATIONS and row[column.name] not in ENUMERATIONS[column.kind]:
            raise BadText(f"unknown_{column.kind}")
    if table.name == "subscription_statuses" and status_word(raw["status"]) == NOT_RENEWED:
        row["cancel_requested_at"] = row["cancel_requested_at"] or row["changed_at"]
    if row.get("percent_off") is not None and row["amount_off"] is not None:
        raise BadText("ambiguous_discount")
    row["_content"] = tuple(raw[name] for name in table.names)
    return row


def _is_half_a_discount(raw: dict[str, str]) -> bool:
    """Of nothing, of an amount whose currency no item tells, or repeating without end."""
    if not raw["percent_off"] and not raw["amount_off"]:
        return True
    if raw["amount_off"] and not raw["subscription_item_id"]:
        return True
    return raw["duration"].lower() == "repeating" and not raw["ended_at"]


def is_orphan(known: Known, table: str, row: Row) -> bool:
    if table == "subscription_statuses":
        return row["subscription_id"] not in known.subscriptions
    if table == "subscription_discounts":
        item = row["subscription_item_id"]
        items = known.subscriptions.get(row["subscription_id"])
        return items is None or (item is not None and item not in items)
    account, user = row.get("account_id"), row.get("user_id") if table != "users" else None
    if table != "accounts" and account is not None and account not in known.accounts:
        return True
    return user is not None and user not in known.users


def _local(settings: Settings, value: date) -> date:
    return settings.local_date(value) if isinstance(value, datetime) else value


def range_fault(known: Known, table: str, row: Row) -> str | None:
    """The rules from `future` to `empty_period`."""
    day = _local(known.settings, row[FUTURE[table]])
    if day > known.settings.as_of:
        return "future"
    if table == "events" and row["occurred_at"] < known.accounts[row["account_id"]]["created_at"]:
        return "before_signup"
    if table in ("subscription_items", "marketing_spend", "company_financials"):
        discount = row.get("recurring_discount_amount") or Decimal(0)
        amount = row["recognized_revenue"] or Decimal(0) if table == "company_financials" else row["amount"]
        if amount < 0 or discount < 0 or discount > amount:
            return "negative_amount"
        if row["currency"] not in {*known.rates, known.settings.reporting_currency}:
            return "unknown_currency"
        if known.rate(row["currency"], day.replace(day=1)) is None:
            return "missing_exchange_rate"
    if table == "survey_responses":
        score = row["score"]
        if not (score.isascii() and score.isdigit() and int(score) in SCALES[row["survey"]]):
            return "invalid_score"
        row["score"] = int(score)
    if table == "subscription_discounts":
        if row["percent_off"] is not None and not 0 < row["percent_off"] <= 100:
            return "invalid_percent"
        if row["amount_off"] is not None and row["amount_off"] <= 0:
            return "negative_amount"
    has_period = table == "subscription_items" or row.get("duration", "once") != "once"
    if has_period and row["ended_at"] is not None and row["ended_at"] <= row["started_at"]:
        return "empty_period"
    return None

"""Which raw rows count, and why each of the others does not."""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from python_tests.oracles.contract import TABLES, Table
from python_tests.oracles.parsing import ENUMERATIONS, PARSERS, BadText
from python_tests.oracles.settings import Settings

Row = dict[str, Any]
SCALES = {"nps": range(0, 11), "ces": range(1, 8), "csat": range(1, 6)}
FUTURE = {
    "exchange_rates": "rate_date",
    "accounts": "created_at",
    "users": "created_at",
    "subscription_items": "started_at",
    "subscription_statuses": "changed_at",
    "events": "occurred_at",
    "survey_responses": "responded_at",
    "support_tickets": "created_at",
    "marketing_spend": "spend_date",
}


@dataclass(frozen=True)
class Rejected:
    """A raw row that does not count; `key` is its key as given (trimmed, '' for null)."""

    table: str
    key: tuple[str, ...]
    reason: str


@dataclass
class Intake:
    """A company's rows after the row rules, and the parts of it that later rules look at."""

    settings: Settings
    accepted: dict[str, list[Row]] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    raw_counts: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, Row] = field(default_factory=dict)
    users: dict[str, Row] = field(default_factory=dict)
    subscriptions: set[str] = field(default_factory=set)
    rates: dict[str, list[tuple[date, Decimal]]] = field(default_factory=dict)

    def rate(self, currency: str, month: date) -> Decimal | None:
        """The latest rate on or before the month's last day (or `as_of`); 1 for the reporting currency."""
        if currency == self.settings.reporting_currency:
            return Decimal(1)
        days = self.rates.get(currency, [])
        found = bisect_right(days, self.settings.month_close(month), key=lambda pair: pair[0])
        return days[found - 1][1] if found else None


def _text(column: str, text: str) -> str:
    """Spaces around a value do not count, except around a name, which people may have meant so."""
    trimmed = text.strip(" ")
    return text if trimmed and column == "account_name" else trimmed


def read_raw(folder: Path, table: Table) -> list[dict[str, str]]:
    """The table's rows as text by contract column; '' is null; an absent file is an empty table."""
    path = folder / f"{table.name}.csv"
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as lines:
            header, *rows = list(csv.reader(lines, strict=True))
        names = [name.strip() for name in header]
        records = [dict(zip(names, row, strict=True)) for row in rows]
        return [{name: _text(name, record[name]) for name in table.names} for record in records]
    files = [*folder.glob(f"{table.name}.parquet"), *folder.glob(f"{table.name}/*.parquet")]
    if not files:
        return []
    columns = ", ".join(f"coalesce({name}::varchar, '')" for name in table.names)
    with duckdb.connect() as connection:
        found = connection.execute(
            f"select {columns} from read_parquet(?)", [[str(f) for f in files]]
        ).fetchall()
    return [{name: _text(name, text) for name, text in zip(table.names, row, strict=True)} for row in found]


def _parse(table: Table, raw: dict[str, str]) -> Row:
    """The row's values; raises the first of missing_key, missing_value, invalid_*, unknown_*."""
    if table.key and not raw[table.key[0]]:
        raise BadText("missing_key")
    if any(column.is_required and not raw[column.name] for column in table.columns):
        raise BadText("missing_value")
    row = {c.name: PARSERS[c.kind](raw[c.name]) if raw[c.name] else None for c in table.columns}
    for column in table.columns:
        if column.kind in ENUMERATIONS and row[column.name] not in ENUMERATIONS[column.kind]:
            raise BadText(f"unknown_{column.kind}")
    row["_content"] = tuple(raw[name] for name in table.names)
    return row


def _is_orphan(intake: Intake, table: str, row: Row) -> bool:
    if table == "subscription_statuses":
        return row["subscription_id"] not in intake.subscriptions
    account, user = row.get("account_id"), row.get("user_id") if table != "users" else None
    if table != "accounts" and account is not None and account not in intake.accounts:
        return True
    return user is not None and user not in intake.users


def _local(settings: Settings, value: Any) -> date:
    return settings.local_date(value) if hasattr(value, "hour") else value


def _range_fault(intake: Intake, table: str, row: Row) -> str | None:
    """The rules from `future` to `empty_period`."""
    day = _local(intake.settings, row[FUTURE[table]])
    if day > intake.settings.as_of:
        return "future"
    if table == "events" and row["occurred_at"] < intake.accounts[row["account_id"]]["created_at"]:
        return "before_signup"
    if table in ("subscription_items", "marketing_spend"):
        discount = row.get("recurring_discount_amount") or Decimal(0)
        if row["amount"] < 0 or discount < 0 or discount > row["amount"]:
            return "negative_amount"
        if row["currency"] not in {*intake.rates, intake.settings.reporting_currency}:
            return "unknown_currency"
        if intake.rate(row["currency"], day.replace(day=1)) is None:
            return "missing_exchange_rate"
    if table == "survey_responses":
        score = row["score"]
        if not (score.isascii() and score.isdigit() and int(score) in SCALES[row["survey"]]):
            return "invalid_score"
        row["score"] = int(score)
    if table == "subscription_items" and row["ended_at"] is not None and row["ended_at"] <= row["started_at"]:
        return "empty_period"
    return None


def _precedence(table: Table, row: Row) -> tuple[Any, ...]:
    """Of rows with one key the smallest is kept."""
    if table.name == "events":
        received = row["received_at"]
        return (received is None, received or row["occurred_at"], row["occurred_at"], row["_content"])
    return (row["_content"],)


def _without_repeats(table: Table, rows: list[Row]) -> tuple[list[Row], list[tuple[Row, str]]]:
    if not table.key:
        return rows, []
    groups: defaultdict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(row[name] for name in table.key)].append(row)
    kept, repeats = [], []
    for group in groups.values():
        first, *others = sorted(group, key=lambda row: _precedence(table, row))
        kept.append(first)
        for row in others:
            same = row["_content"] == first["_content"] or table.name == "exchange_rates"
            repeats.append((row, "duplicate" if same else "conflicting_duplicate"))
    return kept, repeats


def _without_overlaps(rows: list[Row]) -> tuple[list[Row], list[tuple[Row, str]]]:
    """A row is refused when any earlier row of its item, refused or not, has not ended by its start."""
    kept, overlapping = [], []
    earlier: defaultdict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row["started_at"], row["_content"])):
        before = earlier[row["subscription_item_id"]]
        if any(other["ended_at"] is None or other["ended_at"] > row["started_at"] for other in before):
            overlapping.append((row, "overlap"))
        else:
            kept.append(row)
        before.append(row)
    return kept, overlapping


def _remember(intake: Intake, table: str, rows: list[Row]) -> None:
    intake.accepted[table] = rows
    if table == "accounts":
        intake.accounts = {row["account_id"]: row for row in rows}
    elif table == "users":
        intake.users = {row["user_id"]: row for row in rows}
    elif table == "subscription_items":
        intake.subscriptions = {row["subscription_id"] for row in rows}
    elif table == "exchange_rates":
        for row in sorted(rows, key=lambda row: row["rate_date"]):
            intake.rates.setdefault(row["currency"], []).append((row["rate_date"], row["rate"]))


def take_in(folder: Path, settings: Settings) -> Intake:
    """Apply every row rule to a raw folder; accepted + rejected = raw, table by table."""
    intake = Intake(settings)
    for table in TABLES.values():
        raw_rows = read_raw(folder, table)
        intake.raw_counts[table.name] = len(raw_rows)
        passed: list[Row] = []
        for raw in raw_rows:
            try:
                row = _parse(table, raw)
                reason = (
                    "orphan" if _is_orphan(intake, table.name, row) else _range_fault(intake, table.name, row)
                )
            except BadText as fault:
                reason = str(fault)
            if reason is None:
                passed.append(row)
            else:
                intake.rejected.append(Rejected(table.name, tuple(raw[name] for name in table.key), reason))
        passed, refused = _without_repeats(table, passed)
        if table.name == "subscription_items":
            passed, overlapping = _without_overlaps(passed)
            refused += overlapping
        for row, reason in refused:
            content = dict(zip(table.names, row["_content"], strict=True))
            intake.rejected.append(Rejected(table.name, tuple(content[name] for name in table.key), reason))
        _remember(intake, table.name, passed)
    return intake

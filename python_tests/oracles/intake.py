"""Which raw rows count, and why each of the others does not."""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from python_tests.oracles import merges
from python_tests.oracles.contract import IS_DELETED, TABLES, UPDATED_AT, Table
from python_tests.oracles.parsing import DAY, PARSERS, STATUSES, BadText
from python_tests.oracles.rules import Row as Row
from python_tests.oracles.rules import is_orphan, parse, range_fault
from python_tests.oracles.settings import Settings


@dataclass(frozen=True)
class Rejected:
    """A raw row that does not count; `key` is its key as given (trimmed, '' for null)."""

    table: str
    key: tuple[str, ...]
    reason: str


@dataclass
class Intake:
    """A company's rows after the row rules, and the parts of it that later rules look at.

    A row that names a merged account names the surviving one here. `accounts` holds surviving accounts only;
    `subscriptions` has the item ids of each, `successors` the ids that followed each merged one, in order.
    """

    settings: Settings
    accepted: dict[str, list[Row]] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    raw_counts: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, Row] = field(default_factory=dict)
    users: dict[str, Row] = field(default_factory=dict)
    subscriptions: dict[str, set[str]] = field(default_factory=dict)
    survivors: dict[str, str] = field(default_factory=dict)
    successors: dict[str, list[str]] = field(default_factory=dict)
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
    wanted = (*table.names, UPDATED_AT, IS_DELETED)
    path = folder / f"{table.name}.csv"
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as lines:
            header, *rows = list(csv.reader(lines, strict=True))
        names = [name.strip() for name in header]
        records = [dict(zip(names, row, strict=True)) for row in rows]
        return [{name: _text(name, record.get(name, "")) for name in wanted} for record in records]
    files = [*folder.glob(f"{table.name}.parquet"), *folder.glob(f"{table.name}/*.parquet")]
    if not files:
        return []
    with duckdb.connect() as connection:
        stored = connection.read_parquet([str(file) for file in files])
        columns = [f"coalesce({n}::varchar, '')" if n in stored.columns else "''" for n in wanted]
        found = stored.project(", ".join(columns)).fetchall()
    return [{name: _text(name, text) for name, text in zip(wanted, row, strict=True)} for row in found]


def _key(table: Table, raw: dict[str, str]) -> tuple[Any, ...] | None:
    """What tells the row from others; None where it cannot be read, or the table has no keys."""
    kinds = {column.name: column.kind for column in table.columns}
    try:
        values = tuple(PARSERS[kinds[name]](raw[name]) for name in table.key if raw[name])
    except BadText:
        return None
    return values if values and len(values) == len(table.key) else None


def _read_or(kind: str, text: str, otherwise: Any) -> Any:
    try:
        return PARSERS[kind](text) if text else otherwise
    except BadText:
        return otherwise


def _version(raw: dict[str, str]) -> tuple[datetime, bool]:
    """When it was written, before all others if nobody says, and whether the row is gone."""
    written = _read_or("timestamp", raw[UPDATED_AT], datetime.min.replace(tzinfo=UTC))
    return written, _read_or("boolean", raw[IS_DELETED], False)


def _newest(table: Table, raw_rows: list[dict[str, str]]) -> dict[tuple[Any, ...], tuple[datetime, bool]]:
    """Key -> the version of it that was written last."""
    newest: dict[tuple[Any, ...], tuple[datetime, bool]] = {}
    for raw in raw_rows:
        key = _key(table, raw)
        if key is not None:
            newest[key] = max(newest.get(key, _version(raw)), _version(raw))
    return newest


def _precedence(table: Table, row: Row) -> tuple[Any, ...]:
    """Of rows with one key the smallest is kept."""
    if table.name == "events":
        received = row["received_at"]
        return (received is None, received or row["occurred_at"], row["occurred_at"], row["_content"])
    if table.name == "subscription_statuses":
        return (STATUSES.index(row["status"]), row["_content"])
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
    """Keep what the rules for later tables look at."""
    intake.accepted[table] = rows
    if table == "accounts":
        intake.accounts = {row["account_id"]: row for row in rows}
    elif table == "users":
        intake.users = {row["user_id"]: row for row in rows}
    elif table == "subscription_items":
        for row in rows:
            intake.subscriptions.setdefault(row["subscription_id"], set()).add(row["subscription_item_id"])
    elif table == "exchange_rates":
        for row in sorted(rows, key=lambda row: row["rate_date"]):
            intake.rates.setdefault(row["currency"], []).append((row["rate_date"], row["rate"]))


def _merge(intake: Intake, rows: Iterable[Row], entity: str) -> None:
    """Judge the merges of accounts once accounts are known, those of subscriptions once items are."""
    known = intake.accounts if entity == "account" else intake.subscriptions
    passed, refused = merges.judge((row for row in rows if row["entity"] == entity), known.__contains__)
    intake.accepted["merge_map"] += passed
    _refuse(intake, TABLES["merge_map"], refused)
    chains = merges.chains(passed)
    if entity == "subscription":
        intake.successors = chains
        return
    intake.survivors = {old_id: chain[-1] for old_id, chain in chains.items()}
    for old_id, account_id in intake.survivors.items():
        gone, left = intake.accounts.pop(old_id, None), intake.accounts[account_id]
        if gone is not None:
            earliest = min(gone["created_at"], left["created_at"])
            intake.accounts[account_id] = {**left, "created_at": earliest}


def _refuse(intake: Intake, table: Table, refused: Iterable[tuple[Row, str]]) -> None:
    for row, reason in refused:
        content = dict(zip(table.names, row["_content"], strict=True))
        intake.rejected.append(Rejected(table.name, tuple(content[name] for name in table.key), reason))


def _read_rows(folder: Path, table: Table, intake: Intake) -> list[Row]:
    """The table's rows that can be read, with the surviving account's id; the others are refused."""
    raw_rows = read_raw(folder, table)
    intake.raw_counts[table.name] = len(raw_rows)
    newest = _newest(table, raw_rows)
    rows = []
    for raw in raw_rows:
        try:
            if newest.get(_key(table, raw) or (), _version(raw)) != _version(raw):
                raise BadText("older_version")
            row = parse(table, raw)
        except BadText as fault:
            key = tuple(raw[name] for name in table.key)
            intake.rejected.append(Rejected(table.name, key, str(fault)))
            continue
        if intake.settings.end_dates == "inclusive" and DAY.fullmatch(raw.get("ended_at", "")):
            row["ended_at"] += timedelta(days=1)
        if table.name != "accounts" and row.get("account_id") is not None:
            row["account_id"] = intake.survivors.get(row["account_id"], row["account_id"])
        rows.append(row)
    return rows


def take_in(folder: Path, settings: Settings) -> Intake:
    """Apply every row rule to a raw folder; accepted + rejected = raw, table by table."""
    intake = Intake(settings)
    pairs: list[Row] = []
    for table in TABLES.values():
        rows = _read_rows(folder, table, intake)
        if table.name == "merge_map":
            pairs, intake.accepted["merge_map"] = rows, []
            _merge(intake, pairs, "account")
            continue
        passed: list[Row] = []
        for row in rows:
            orphan = is_orphan(intake, table.name, row)
            reason = "orphan" if orphan else range_fault(intake, table.name, row)
            if reason is None:
                passed.append(row)
            else:
                _refuse(intake, table, [(row, reason)])
        passed, refused = _without_repeats(table, passed)
        if table.name == "subscription_items":
            passed, overlapping = _without_overlaps(passed)
            refused += overlapping
        _refuse(intake, table, refused)
        _remember(intake, table.name, passed)
        if table.name == "subscription_items":
            _merge(intake, pairs, "subscription")
    return intake

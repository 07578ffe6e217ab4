"""Writes raw-contract folders and reference files: the inputs of a build, from rows in Python."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from python_tests.oracles.contract import IS_DELETED, TABLES, UPDATED_AT

RawRow = Mapping[str, object]
DEFINITION_COLUMNS = (
    "definition_name", "definition_version", "label", "description", "owner", "entity", "window_unit",
    "window_days", "population", "reports", "status", "is_primary", "is_vanity", "valid_from", "valid_to",
    "reviewed_on",
)  # fmt: skip
CONDITION_COLUMNS = (
    "definition_name", "definition_version", "condition_name", "event_names", "aggregate", "operator",
    "threshold", "is_reported_quantity", "is_denominator",
)  # fmt: skip
POLICY_COLUMNS = (
    "policy_name", "label", "trials", "free_months", "past_due_grace_days", "pauses", "discounts", "usage",
    "churn_date", "weeks_per_month", "days_per_month", "renewal_tolerance_days", "reactivation_window_days",
    "intra_month_churn", "churn_base", "zero_churn_ltv", "net_churn_reactivation",
    "quick_ratio_reactivation", "source",
)  # fmt: skip
SHIPPED_POLICIES = Path(__file__).parents[2] / "seeds" / "reference" / "revenue_policies.csv"
# Not written without rows, nor an optional column without values: builds without them are tested, too.
MAY_BE_ABSENT = ("merge_map", "subscription_discounts", "company_financials")


@dataclass(frozen=True)
class Condition:
    """One row of north_star_conditions.csv, without the definition it belongs to."""

    name: str
    event_names: str
    aggregate: str
    operator: str
    threshold: str
    is_reported_quantity: bool = False
    is_denominator: bool = False


@dataclass(frozen=True)
class Definition:
    """One row of north_star_definitions.csv with its conditions; active only when it is primary."""

    name: str
    entity: str
    window_unit: str
    population: str
    conditions: Sequence[Condition]
    is_primary: bool = False
    reports: str = "count"
    valid_from: date = date(2000, 1, 1)
    valid_to: date | None = None
    version: int = 1
    window_days: int | None = None
    status: str | None = None


def _write(path: Path, columns: Iterable[str], rows: Iterable[RawRow]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    names = list(columns)
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(names)
        for row in rows:
            unknown = {name for name, value in row.items() if value not in (None, "")} - set(names)
            assert not unknown, f"{path.name} has no column {sorted(unknown)}"
            writer.writerow(["" if row.get(name) is None else row[name] for name in names])


def write_rows(path: Path, rows: Sequence[RawRow]) -> None:
    """A reference file with the columns that its rows have."""
    _write(path, dict.fromkeys(name for row in rows for name in row), rows)


def write_raw(folder: Path, tables: Mapping[str, Iterable[RawRow]]) -> Path:
    """One CSV per table, header-only where the company has no such rows; left-out columns are null."""
    for name, table in TABLES.items():
        rows = list(tables.get(name, ()))
        used = {column for row in rows for column, value in row.items() if value not in (None, "")}
        columns = [column for column in table.names if column in used or column not in table.optional]
        columns += [column for column in (UPDATED_AT, IS_DELETED) if column in used]
        if rows or name not in MAY_BE_ABSENT:
            _write(folder / f"{name}.csv", columns, rows)
    return folder


def write_policies(folder: Path, own: Sequence[RawRow]) -> None:
    """The project's policies and the company's own, which state what they do not share with default."""
    with SHIPPED_POLICIES.open(encoding="utf-8", newline="") as lines:
        shipped = list(csv.DictReader(lines))
    [default] = [row for row in shipped if row["policy_name"] == "default"]
    rows = [
        {**default, "label": str(one["policy_name"]).replace("_", " "), "source": "For the tests.", **one}
        for one in own
    ]
    _write(folder / SHIPPED_POLICIES.name, POLICY_COLUMNS, [*shipped, *rows])


def write_reference(folder: Path, definitions: Sequence[Definition], policies: Sequence[RawRow] = ()) -> Path:
    """The seeds that say what the company's North Star is and, if it has any, its own revenue policies."""
    if policies:
        write_policies(folder, policies)
    _write(
        folder / "north_star_definitions.csv",
        DEFINITION_COLUMNS,
        [
            {
                "definition_name": one.name,
                "definition_version": one.version,
                "label": one.name.replace("_", " ").capitalize(),
                "description": f"{one.name.replace('_', ' ').capitalize()}, for the tests.",
                "owner": "product-analytics",
                "entity": one.entity,
                "window_unit": one.window_unit,
                "window_days": one.window_days,
                "population": one.population,
                "reports": one.reports,
                "status": one.status or ("active" if one.is_primary else "candidate"),
                "is_primary": str(one.is_primary).lower(),
                "is_vanity": "false",
                "valid_from": one.valid_from,
                "valid_to": one.valid_to,
                "reviewed_on": one.valid_from,
            }
            for one in definitions
        ],
    )
    _write(
        folder / "north_star_conditions.csv",
        CONDITION_COLUMNS,
        [
            {
                "definition_name": one.name,
                "definition_version": one.version,
                "condition_name": condition.name,
                "event_names": condition.event_names,
                "aggregate": condition.aggregate,
                "operator": condition.operator,
                "threshold": condition.threshold,
                "is_reported_quantity": str(condition.is_reported_quantity).lower(),
                "is_denominator": str(condition.is_denominator).lower(),
            }
            for one in definitions
            for condition in one.conditions
        ],
    )
    return folder

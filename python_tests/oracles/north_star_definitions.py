"""North Star definitions as their two reference files state them."""

from __future__ import annotations

import csv
import operator
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from python_tests.oracles.intake import Row

OPERATORS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "=": operator.eq,
}
COMPUTED = ("active", "candidate")


@dataclass(frozen=True)
class Condition:
    """One thing an entity must have done in a window; `event_names` is None for any event."""

    event_names: frozenset[str] | None
    aggregate: str
    operator: str
    threshold: Decimal
    is_reported_quantity: bool
    is_denominator: bool

    def _looks_at(self, name: str) -> bool:
        return not name.startswith("(") if self.event_names is None else name in self.event_names

    def measure(self, events: Iterable[tuple[date, Row]]) -> Decimal:
        found = [(day, row) for day, row in events if self._looks_at(row["event_name"])]
        match self.aggregate:
            case "count":
                return Decimal(len(found))
            case "sum_quantity":
                return sum((row["quantity"] for _, row in found if row["quantity"] is not None), Decimal(0))
            case "distinct_users":
                return Decimal(len({row["user_id"] for _, row in found if row["user_id"] is not None}))
            case "distinct_objects":
                return Decimal(len({row["object_id"] for _, row in found if row["object_id"] is not None}))
            case "distinct_days":
                return Decimal(len({day for day, _ in found}))
        raise AssertionError(f"unknown aggregate {self.aggregate}")

    def is_met_by(self, value: Decimal) -> bool:
        return OPERATORS[self.operator](value, self.threshold)


@dataclass(frozen=True)
class Definition:
    name: str
    version: int
    label: str
    entity: str
    window_unit: str
    window_days: int | None
    population: str
    reports: str
    status: str
    is_primary: bool
    is_vanity: bool
    valid_from: date
    valid_to: date | None
    conditions: tuple[Condition, ...]

    @property
    def is_computed(self) -> bool:
        return self.status in COMPUTED

    def is_in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    @property
    def named_events(self) -> set[str]:
        return {name for one in self.conditions for name in one.event_names or ()}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [{name: text.strip() for name, text in row.items()} for row in csv.DictReader(lines)]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def read_definitions(folder: Path) -> list[Definition]:
    """All of them, whatever their status."""
    conditions: defaultdict[tuple[str, str], list[Condition]] = defaultdict(list)
    for row in _rows(folder / "north_star_conditions.csv"):
        names = None if row["event_names"] == "*" else frozenset(row["event_names"].split("|"))
        conditions[row["definition_name"], row["definition_version"]].append(
            Condition(
                names,
                row["aggregate"],
                row["operator"],
                Decimal(row["threshold"]),
                row["is_reported_quantity"].lower() == "true",
                row["is_denominator"].lower() == "true",
            )
        )
    return [
        Definition(
            row["definition_name"],
            int(row["definition_version"]),
            row["label"],
            row["entity"],
            row["window_unit"],
            int(row["window_days"]) if row["window_days"] else None,
            row["population"],
            row["reports"],
            row["status"],
            row["is_primary"].lower() == "true",
            row["is_vanity"].lower() == "true",
            date.fromisoformat(row["valid_from"]),
            _day(row["valid_to"]),
            tuple(conditions[row["definition_name"], row["definition_version"]]),
        )
        for row in _rows(folder / "north_star_definitions.csv")
    ]

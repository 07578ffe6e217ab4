"""North Star definitions from their two reference files, evaluated one entity and window at a time."""

from __future__ import annotations

import csv
import operator
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from python_tests.oracles.intake import Intake, Row
from python_tests.oracles.revenue import Ledger
from python_tests.oracles.settings import month_end, next_month

OPERATORS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "=": operator.eq,
}


@dataclass(frozen=True)
class Condition:
    """One thing an entity must have done in a window; `event_names` is None for any event."""

    event_names: frozenset[str] | None
    aggregate: str
    operator: str
    threshold: Decimal
    is_reported_quantity: bool

    def measure(self, events: Iterable[tuple[date, Row]]) -> Decimal:
        found = [
            (d, row) for d, row in events if not self.event_names or row["event_name"] in self.event_names
        ]
        match self.aggregate:
            case "count":
                return Decimal(len(found))
            case "sum_quantity":
                return sum((row["quantity"] for _, row in found if row["quantity"] is not None), Decimal(0))
            case "distinct_users":
                return Decimal(len({row["user_id"] for _, row in found if row["user_id"] is not None}))
            case "distinct_days":
                return Decimal(len({day for day, _ in found}))
        raise AssertionError(f"unknown aggregate {self.aggregate}")


@dataclass(frozen=True)
class Definition:
    name: str
    version: int
    entity: str
    window_unit: str
    population: str
    is_primary: bool
    valid_from: date
    valid_to: date | None
    conditions: tuple[Condition, ...]


def window(unit: str, day: date) -> tuple[date, date]:
    """First and last day of the calendar window that holds the day; weeks start on Monday."""
    if unit == "day":
        return day, day
    if unit == "week":
        start = day - timedelta(days=day.weekday())
        return start, start + timedelta(days=6)
    if unit == "month":
        return day.replace(day=1), month_end(day)
    start = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return start, month_end(next_month(next_month(start)))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [{name: text.strip() for name, text in row.items()} for row in csv.DictReader(lines)]


def read_definitions(folder: Path) -> list[Definition]:
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
            )
        )
    return [
        Definition(
            row["definition_name"],
            int(row["definition_version"]),
            row["entity"],
            row["window_unit"],
            row["population"],
            row["is_primary"].lower() == "true",
            date.fromisoformat(row["valid_from"]),
            date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            tuple(conditions[row["definition_name"], row["definition_version"]]),
        )
        for row in _rows(folder / "north_star_definitions.csv")
    ]


@dataclass
class Period:
    """One window of one definition, for one breakdown value; `period_end` is the first day after it."""

    period_end: date
    is_in_force: bool
    is_complete: bool
    population_count: int = 0
    qualifying_count: int = 0
    quantity: Decimal = Decimal(0)

    @property
    def share(self) -> float | None:
        return self.qualifying_count / self.population_count if self.population_count else None


@dataclass(frozen=True)
class Qualified:
    """An entity that met every condition in a window, and how much of the reported quantity it did."""

    entity_id: str
    account_id: str
    quantity: Decimal


def _population(definition: Definition, intake: Intake, ledger: Ledger, last_day: date) -> dict[str, str]:
    """Entity -> account of everyone who could qualify in a window with this last counted day.

    People who are not there yet are nobody's population; an account may pay before its sign-up is recorded.
    """
    local = intake.settings.local_date
    everyone = intake.accounts if definition.entity == "account" else intake.users
    paying = definition.population == "paying"
    needs_creation = not paying or definition.entity == "user"
    return {
        key: row["account_id"]
        for key, row in everyone.items()
        if not (needs_creation and local(row["created_at"]) > last_day)
        and not (paying and ledger.mrr(row["account_id"], last_day) == 0)
    }


def _qualify(
    definition: Definition, events: Mapping[str, list[tuple[date, Row]]], population: Mapping[str, str]
) -> list[Qualified]:
    found = []
    for entity, account in population.items():
        done = events.get(entity)
        if not done:
            continue
        measured = [(condition, condition.measure(done)) for condition in definition.conditions]
        if all(OPERATORS[condition.operator](value, condition.threshold) for condition, value in measured):
            [reported] = [value for condition, value in measured if condition.is_reported_quantity]
            found.append(Qualified(entity, account, reported))
    return found


def evaluate(
    definition: Definition,
    intake: Intake,
    ledger: Ledger,
    events: list[tuple[date, Row]],
    cells: Mapping[str, Iterable[tuple[str, str]]],
) -> tuple[dict[tuple[date, str, str], Period], dict[tuple[date, str], Qualified]]:
    """Periods by (start, breakdown, value), and the qualifying entities by (start, entity)."""
    as_of = intake.settings.as_of
    key = "account_id" if definition.entity == "account" else "user_id"
    by_window: defaultdict[date, defaultdict[str, list[tuple[date, Row]]]]
    by_window = defaultdict(lambda: defaultdict(list))
    for day, row in events:
        if row[key] is not None:
            by_window[window(definition.window_unit, day)[0]][row[key]].append((day, row))
    periods: dict[tuple[date, str, str], Period] = {}
    entities: dict[tuple[date, str], Qualified] = {}
    counted: dict[str, str] = {}
    counts: Counter[tuple[str, str]] = Counter()
    day = min((day for day, _ in events), default=date.max)
    while day <= as_of:
        start, end = window(definition.window_unit, day)
        in_force = definition.valid_from <= start and (
            definition.valid_to is None or start < definition.valid_to
        )
        population = _population(definition, intake, ledger, min(end, as_of))
        qualified = _qualify(definition, by_window[start], population)

        def period(
            cell: tuple[str, str], start: date = start, end: date = end, known: bool = in_force
        ) -> Period:
            return periods.setdefault((start, *cell), Period(end + timedelta(days=1), known, end <= as_of))

        period(("total", "all"))
        if population != counted:  # it seldom changes from one window to the next
            counted, counts = population, Counter(cell for one in population.values() for cell in cells[one])
        for cell, count in counts.items():
            period(cell).population_count = count
        for one in qualified:
            entities[start, one.entity_id] = one
            for cell in cells[one.account_id]:
                target = period(cell)
                target.qualifying_count += 1
                target.quantity += one.quantity
        day = end + timedelta(days=1)
    return periods, entities

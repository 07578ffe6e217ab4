"""Compares all numbers of both states: which moved, by how much, in which periods and segments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from north_star.catalogue.formulas import SeveralDatasetsError, aggregation, formula_of_rows

# Sums of doubles differ in their last digits from build to build.
TOLERANCE = 1e-9
MOST_SEGMENTS = 8
SIDES = ("old", "new")
VALUES = "metric_values"

COLUMNS = (
    "metric_name varchar, period_grain varchar, period_start date, breakdown varchar,"
    " breakdown_value varchar, value double, is_complete boolean"
)

COMPARED = f"""
create temp table compared as
select
    metric_name, period_grain, period_start, breakdown, breakdown_value,
    old_rows.value as old_value,
    new_rows.value as new_value,
    coalesce(new_rows.is_complete, old_rows.is_complete) as is_closed,
    case
        when old_rows.value is null or new_rows.value is null
            then old_rows.value is distinct from new_rows.value
        else
            abs(new_rows.value - old_rows.value)
            > {TOLERANCE} * greatest(abs(new_rows.value), abs(old_rows.value))
    end as has_moved
from old_rows
full join new_rows
    using (metric_name, period_grain, period_start, breakdown, breakdown_value)
"""


@dataclass(frozen=True)
class Point:
    """One number before and after; None if there is none."""

    period_start: date
    breakdown: str
    breakdown_value: str
    old: float | None
    new: float | None

    @property
    def change(self) -> float | None:
        return None if self.old is None or self.new is None else self.new - self.old

    @property
    def change_rate(self) -> float | None:
        """The change divided by |old|; None if old is 0 or missing."""
        return self.change / abs(self.old) if self.change is not None and self.old else None

    @property
    def size(self) -> tuple[bool, float]:
        """For the biggest movers first: a number that came or went before all that only changed."""
        if self.change is None:
            return self.old != self.new, abs(self.old or self.new or 0)
        return False, abs(self.change)

    def record(self) -> dict[str, Any]:
        return {
            "period_start": self.period_start.isoformat(),
            "breakdown": self.breakdown,
            "breakdown_value": self.breakdown_value,
            "old": self.old,
            "new": self.new,
            "change": self.change,
            "change_rate": self.change_rate,
        }


@dataclass(frozen=True)
class Numbers:
    """A metric's closed periods: `periods` is the total of each, `moved` counts in all breakdowns."""

    grain: str
    compared: int
    moved: int
    periods: tuple[Point, ...]
    restated: tuple[Point, ...]
    segments: tuple[Point, ...]

    @property
    def newest(self) -> Point | None:
        return self.periods[-1] if self.periods else None

    @property
    def largest(self) -> Point | None:
        """Of the restated periods the one that moved most."""
        return max(self.restated, key=lambda one: one.size, default=None)

    @property
    def effect(self) -> float:
        """How much all closed periods moved, in parts of what they were: to show the largest first."""
        pairs = [(one.old, one.new) for one in self.periods if one.old is not None and one.new is not None]
        moved = sum(abs(new - old) for old, new in pairs)
        return moved / (sum(abs(old) for old, _ in pairs) or 1.0)

    def record(self) -> dict[str, Any]:
        return {
            "period_grain": self.grain,
            "numbers_compared": self.compared,
            "numbers_moved": self.moved,
            "closed_periods": len(self.periods),
            "closed_periods_restated": len(self.restated),
            "first_restated": self.restated[0].period_start.isoformat() if self.restated else None,
            "last_restated": self.restated[-1].period_start.isoformat() if self.restated else None,
            "largest": self.largest.record() if self.largest else None,
            "periods": [one.record() for one in self.periods],
            "segments": [one.record() for one in self.segments],
        }


@dataclass(frozen=True)
class Comparison:
    """Both databases, compared once."""

    warehouse: duckdb.DuckDBPyConnection

    def moved(self) -> set[str]:
        """Metrics with a changed number in a closed period."""
        rows = self.warehouse.execute(
            "select distinct metric_name from compared where has_moved and is_closed"
        ).fetchall()
        return {name for (name,) in rows}

    def of(self, metric: str) -> Numbers:
        counts = self.warehouse.execute(
            "select coalesce(min(period_grain), ''), count(*), count(*) filter (where has_moved)"
            " from compared where metric_name = ? and is_closed",
            [metric],
        ).fetchone()
        assert counts is not None
        grain, compared, moved = counts
        total = "metric_name = ? and is_closed and breakdown = 'total'"
        periods = self.points(total, [metric])
        restated = self.points(f"{total} and has_moved", [metric])
        segments = self.points(
            "metric_name = $1 and is_closed and has_moved and breakdown != 'total' and period_start ="
            " (select max(period_start) from compared where metric_name = $1 and is_closed and has_moved)",
            [metric],
        )
        biggest = sorted(segments, key=lambda one: one.size, reverse=True)[:MOST_SEGMENTS]
        return Numbers(grain, compared, moved, tuple(periods), tuple(restated), tuple(biggest))

    def points(self, condition: str, values: list[Any]) -> list[Point]:
        rows = self.warehouse.execute(
            "select period_start, breakdown, breakdown_value, old_value, new_value from compared"
            f" where {condition} order by period_start, breakdown, breakdown_value",
            values,
        ).fetchall()
        return [Point(*row) for row in rows]


@contextmanager
def comparison(databases: Mapping[str, Path], manifests: Mapping[str, dict[str, Any]], as_of: str) -> Any:
    """The numbers of both states, of `old` and `new`; what is not published is computed from its facts."""
    with duckdb.connect() as warehouse:
        for side in SIDES:
            warehouse.execute(f"attach '{databases[side]}' as {side} (read_only)")
            warehouse.execute(f"create temp table {side}_rows ({COLUMNS})")
            if published_in(warehouse, side):
                warehouse.execute(
                    f"insert into {side}_rows select metric_name, period_grain, period_start, breakdown,"
                    f" breakdown_value, value, is_complete from {side}.marts.{VALUES}"
                )
            for statement in of_facts(manifests[side], side, as_of):
                warehouse.execute(f"insert into {side}_rows {statement}")
        warehouse.execute(COMPARED)
        yield Comparison(warehouse)


def published_in(warehouse: duckdb.DuckDBPyConnection, side: str) -> bool:
    found = warehouse.execute(
        "select count(*) from duckdb_tables() where database_name = ? and table_name = ?", [side, VALUES]
    ).fetchone()
    return bool(found and found[0])


def of_facts(manifest: dict[str, Any], side: str, as_of: str) -> Iterable[str]:
    """The total by period of each metric that metric_values lacks, as MetricFlow would add it up."""
    for metric in manifest["metrics"].values():
        if metric["config"]["meta"].get("is_published", True):
            continue
        try:
            formula = formula_of_rows(manifest, metric["name"])
        except SeveralDatasetsError:
            continue
        model = manifest["nodes"][f"model.{manifest['metadata']['project_name']}.{formula.dataset}"]
        grain = next(
            one["type_params"]["time_granularity"]
            for semantic in manifest["semantic_models"].values()
            if semantic["refs"][0]["name"] == formula.dataset
            for one in semantic["dimensions"]
            if one["name"] == formula.time
        )
        # A row a day says nothing: facts of days are read by month.
        grain = "month" if grain == "day" else grain
        value = formula.text.format(*(aggregation(part, "") for part in formula.parts))
        period = f"date_trunc('{grain}', {formula.time})"
        yield (
            f"select '{metric['name']}', '{grain}', {period}, 'total', 'all', {value},"
            f" {period} + interval 1 {grain} <= date '{as_of}' + interval 1 day"
            f" from {side}.{model['schema']}.{model['alias']} group by {period}"
        )

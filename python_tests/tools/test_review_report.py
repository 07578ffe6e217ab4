"""What a review says of two states of the project: changes, rules and readers."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from north_star.governance.case import Case
from north_star.review.downstream import Downstream, Readers
from north_star.review.numbers import Comparison, Numbers, Point, comparison
from north_star.review.report import MetricChange, dimension_changes, metric_changes, unproven
from python_tests.support.project import Project
from python_tests.tools.test_governance_rules import edited, metric

MONTHS = [date(2025, month, 1) for month in (1, 2, 3)]


def test_a_metric_that_is_not_published_is_added_up_from_its_facts(project: Project, demo: Any) -> None:
    manifest = json.loads((project.target / "manifest.json").read_text(encoding="utf-8"))
    databases = {"old": project.database, "new": project.database}
    with comparison(databases, {"old": manifest, "new": manifest}, "2025-12-31") as both:
        assert both.moved() == set()
        numbers: Numbers = both.of("feature_first_uses")
    [(first, count)] = demo.warehouse.execute(
        "select cast(min(date_trunc('month', first_used_date)) as date), count(*) from marts.account_features"
    ).fetchall()
    assert numbers.periods[0].period_start == first
    assert sum(one.new or 0 for one in numbers.periods) == count


def change(numbers: Numbers | None = None, **cells: Any) -> MetricChange:
    plain = MetricChange(
        name="mrr", status="changed", label="MRR", owner="finance", tier="outcome", unit="currency",
        words=("int_x: filter added: a | b <c>",), models=(), before=None, after=None, numbers=numbers,
        downstream=Downstream({}, ["finance"]),
    )  # fmt: skip
    return replace(plain, **cells)


def moved(*values: tuple[float | None, float | None]) -> Numbers:
    points = tuple(Point(month, "total", "all", *pair) for month, pair in zip(MONTHS, values, strict=False))
    restated = tuple(one for one in points if one.old != one.new)
    return Numbers("month", len(points), len(restated), points, restated, ())


def versioned(governed: Case, kind: str) -> dict[str, Any]:
    row = next(one for one in governed.versions if one.metric_name == "mrr")
    return {"before": row, "after": replace(row, metric_version=2, change_kind=kind)}


def test_compatible_means_that_no_closed_number_moves(governed: Case) -> None:
    numbers = moved((1.0, 1.0), (2.0, 3.0))
    [problem] = unproven([change(numbers, **versioned(governed, "compatible"))])
    assert (problem.rule, problem.subject) == ("change-kind", "mrr")
    assert "1 of 2 closed numbers moved" in problem.words
    assert unproven([change(numbers, **versioned(governed, "breaking"))]) == []
    assert unproven([change(moved((1.0, 1.0)), **versioned(governed, "compatible"))]) == []


class NothingMoved(Comparison):
    """No number is another."""

    def __init__(self) -> None:
        super().__init__(duckdb.connect())

    def moved(self) -> set[str]:
        return set()

    def of(self, metric: str) -> Numbers:  # noqa: ARG002
        return moved((1.0, 1.0))


def test_what_came_went_and_was_renamed_is_told(governed: Case) -> None:
    def several(manifest: dict[str, Any]) -> None:
        ratio = manifest["metrics"].pop("metric.north_star.quick_ratio")
        manifest["metrics"]["metric.north_star.growth_ratio"] = {**ratio, "name": "growth_ratio"}
        metric(manifest, "nps").update(label="Net promoter score of all")
        del manifest["metrics"]["metric.north_star.csat"]

    def told(old: Case, new: Case) -> dict[str, str]:
        return {one.name: one.status for one in metric_changes(old, new, NothingMoved())}

    other = edited(governed, several)
    assert told(governed, governed) == {}
    assert told(governed, other) == {"growth_ratio": "renamed", "nps": "worded", "csat": "removed"}
    assert told(other, governed) == {"quick_ratio": "renamed", "nps": "worded", "csat": "added"}


def test_dimensions_are_listed(governed: Case) -> None:
    def another(manifest: dict[str, Any]) -> None:
        model = next(one for one in manifest["semantic_models"].values() if one["name"] == "csat_answers")
        dimensions = {one["name"]: one for one in model["dimensions"]}
        dimensions["segment"]["expr"] = "plan_name"
        model["dimensions"].remove(dimensions["country"])

    assert dimension_changes(governed, edited(governed, another)) == [
        "csat_answers.country removed: queries that group by it stop",
        "csat_answers.segment: segment -> plan_name",
    ]


def test_readers_of_mrr(governed: Case) -> None:
    found = Readers(governed).of("mrr", "month")
    assert {"arr", "arpa"} & set(found.parts["metrics"])
    assert "mrr-2025" in found.parts["goals"]
    assert any(one.startswith("mrr <- ") for one in found.parts["tree"])
    assert "rule of * by month" in found.parts["alerts"]
    assert "monthly_revenue" in found.parts["saved_queries"]
    assert "north_star_overview" in found.parts["exposures"]
    assert "north_star" in found.parts["boards"]
    assert {"revenue-analytics", "growth", "company"} <= set(found.owners)


@pytest.mark.apart
def test_boards_are_those_that_dct_impact_finds(governed: Case) -> None:
    dct = str(Path(sys.executable).with_name("dct"))
    command = [dct, "impact", "nps", "--table", "nps_by_breakdown", "--json"]
    done = subprocess.run(command, cwd=governed.state.root, text=True, capture_output=True, check=True)
    wanted = {Path(one["board"]).stem for one in json.loads(done.stdout)["hits"]}
    assert wanted and Readers(governed).columns_of_boards["nps_by_breakdown", "nps"] == wanted

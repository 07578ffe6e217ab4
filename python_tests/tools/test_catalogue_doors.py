"""Every exported metric is asked on DuckDB from the exported file alone, and says what metric_values says."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from metricflow.converters.models import OSIDocument

from python_tests.cases.parity import ALWAYS_ZERO, PARITY
from python_tests.support.built import Built
from python_tests.support.doors import Answers, Question, ask, exported
from python_tests.support.metricflow import MetricFlow
from python_tests.support.project import Project

DOORS = ("ossie", "lightdash", "cube")
BY = "segment"
TOLERANCE = {parity.metric: parity.tolerance for parity in PARITY}  # absolute, where a mart rounds
FROM_MARTS = 20  # metrics with windows or of several tables


@pytest.fixture(scope="module")
def questions(project: Project) -> dict[str, list[Question]]:
    return exported(project.root / "catalogue")


@pytest.fixture(scope="module")
def published(demo: Built, questions: dict[str, list[Question]]) -> dict[tuple[str, str], Answers]:
    """metric_values by metric and breakdown; what it does not hold, by MetricFlow at the exported grain."""
    found: dict[tuple[str, str], Answers] = {}
    rows = demo.rows(f"select * from marts.metric_values where breakdown in ('total', '{BY}')")
    for row in rows:
        answers = found.setdefault((row["metric_name"], row["breakdown"]), {})
        answers[row["period_start"], row["breakdown_value"]] = row["value"]
    metricflow = MetricFlow.of(demo)
    for question in questions["ossie"]:
        if (question.name, "total") not in found:
            time = f"metric_time__{question.grain}"
            answers = found[question.name, "total"] = {}
            for row in metricflow.query([question.name], [time]):
                period = row[time].date() if isinstance(row[time], datetime) else row[time]
                answers[period, "all"] = row[question.name]
    return found


def _differences(name: str, expected: Answers, found: Answers) -> list[str]:
    """Periods that differ. One without rows is absent, null or 0, as each tool likes."""
    return [
        f"{key}: published {expected.get(key)}, exported {found.get(key)}"
        for key in sorted({*expected, *found}, key=str)
        if not _near(expected.get(key), found.get(key), TOLERANCE[name])
    ]


def _near(expected: Any, found: Any, tolerance: float) -> bool:
    if not expected and not found:
        return True
    if expected is None or found is None:
        return False
    return math.isclose(float(expected), float(found), rel_tol=1e-9, abs_tol=tolerance)


@pytest.mark.parametrize("door", DOORS)
def test_every_metric_goes_through_every_door(
    door: str, questions: dict[str, list[Question]], demo: Built
) -> None:
    metrics = sorted(metric["name"] for metric in demo.project.manifest["metrics"].values())
    assert sorted(question.name for question in questions[door]) == metrics


@pytest.mark.parametrize("door", DOORS)
def test_exported_metrics_say_what_is_published(
    door: str,
    questions: dict[str, list[Question]],
    published: dict[tuple[str, str], Answers],
    demo: Built,
) -> None:
    faults = []
    for question in questions[door]:
        expected = published[question.name, "total"]
        # The median session of the demo has one event; by segment it is longer.
        anything = [*expected.values(), *published.get((question.name, BY), {}).values()]
        assert any(anything) or question.name in ALWAYS_ZERO, (
            f"{question.name} is never anything but zero: the demo proves nothing"
        )
        wrong = _differences(question.name, expected, ask(demo.warehouse, question))
        faults += [f"{question.name} {one}" for one in wrong[:2]]
    assert not faults, "\n  ".join(faults)


@pytest.mark.parametrize("door", DOORS)
def test_and_by_segment(
    door: str,
    questions: dict[str, list[Question]],
    published: dict[tuple[str, str], Answers],
    demo: Built,
) -> None:
    """What is computed from rows can be grouped by what stands in them."""
    asked, faults = 0, []
    for question in questions[door]:
        if BY in question.dimensions and (question.name, BY) in published:
            asked += 1
            expected = published[question.name, BY]
            wrong = _differences(question.name, expected, ask(demo.warehouse, question, BY))
            faults += [f"{question.name} {one}" for one in wrong[:2]]
    assert not faults, "\n  ".join(faults)
    assert asked > 140


@pytest.fixture(scope="module")
def of_years(demo: Built, questions: dict[str, list[Question]]) -> dict[str, Answers]:
    """MetricFlow's answers by year, which test_metricflow.py compares with the oracle."""
    metricflow, time = MetricFlow.of(demo), "metric_time__year"
    return {
        question.name: {
            (row[time].date(), "all"): row[question.name] for row in metricflow.query([question.name], [time])
        }
        for question in questions["ossie"]
    }


@pytest.mark.parametrize("door", DOORS)
def test_a_year_is_right_or_null(
    door: str, questions: dict[str, list[Question]], of_years: dict[str, Answers], demo: Built
) -> None:
    """Never the sum of twelve months' MRR: what plain aggregates cannot say is null."""
    faults: list[str] = []
    nulls: set[str] = set()
    right: set[str] = set()
    metrics = {metric["name"]: metric for metric in demo.project.manifest["metrics"].values()}
    for question in questions[door]:
        found = ask(demo.warehouse, replace(question, grain="year"))
        found = {key: value for key, value in found.items() if value is not None}
        wrong = _differences(question.name, {key: of_years[question.name].get(key) for key in found}, found)
        faults += [f"{question.name} {one}" for one in wrong[:2]]
        (right if found else nulls).add(question.name)
    assert not faults, "\n  ".join(faults)
    rules = {name: metric["config"]["meta"]["over_time"] for name, metric in metrics.items()}
    assert {name for name, rule in rules.items() if rule in ("first", "last", "none")} <= nulls
    assert {name for name, rule in rules.items() if rule in ("sum", "rows")} <= right
    assert "mrr" in nulls and "new_mrr" in right


@pytest.mark.parametrize("door", DOORS)
def test_every_door_states_the_rule(door: str, project: Project, demo: Built) -> None:
    """Cube and Ossie in a word; Lightdash, which has no place for it, in the description."""
    rules = {
        metric["name"]: metric["config"]["meta"]["over_time"]
        for metric in demo.project.manifest["metrics"].values()
    }
    if door == "cube":
        cubes = [cube for document in _files(project, "cube/cubes/*.yml") for cube in document["cubes"]]
        measures = [one for cube in cubes for one in cube["measures"] if one.get("public", True)]
        stated = {one["name"]: one["meta"]["over_time"] for one in measures}
    elif door == "ossie":
        document = yaml.safe_load((project.root / "catalogue" / "ossie.json").read_text(encoding="utf-8"))
        [model] = document["semantic_model"]
        extensions = {one["name"]: one["custom_extensions"][0]["data"] for one in model["metrics"]}
        stated = {name: json.loads(data)["over_time"] for name, data in extensions.items()}
    else:
        models = _files(project, "lightdash/models/*.yml")
        shown = {name: one for model in models for name, one in model["metrics"].items() if "label" in one}
        snapshots = {name for name, rule in rules.items() if rule in ("first", "last", "none")}
        assert all("null over more than one" in shown[name]["description"] for name in snapshots)
        assert "null over more than one" not in shown["new_mrr"]["description"]
        return
    assert stated == rules


def test_only_windows_and_several_tables_are_read_from_marts(
    questions: dict[str, list[Question]],
) -> None:
    """A new one is known; a metric of one table's rows must not become one by mistake."""
    assert sum(not question.dimensions for question in questions["ossie"]) == FROM_MARTS


def test_ossie_is_what_dbt_reads(project: Project) -> None:
    """By the library's own types, and back again without loss."""
    text = (project.root / "catalogue" / "ossie.json").read_text(encoding="utf-8")
    document = OSIDocument.parse_raw(text)
    assert yaml.safe_load(document.to_osi_json()) == yaml.safe_load(text)


def test_relationships_lead_to_a_key(project: Project, demo: Built) -> None:
    """The side named `to` has one row a key, or whoever joins counts twice; every reference is found."""
    document = yaml.safe_load((project.root / "catalogue" / "ossie.json").read_text(encoding="utf-8"))
    [model] = document["semantic_model"]
    sources = {dataset["name"]: dataset["source"] for dataset in model["datasets"]}
    assert model["relationships"]
    for one in model["relationships"]:
        [to], [source] = one["to_columns"], one["from_columns"]
        repeated = demo.rows(
            f"select {to} from {sources[one['to']]} group by {to} having count(*) > 1"
        )  # fmt: skip
        assert not repeated, f"{one['name']}: {repeated[:3]}"
        lost = demo.rows(
            f"select {source} from {sources[one['from']]} where {source} is not null"
            f" and {source} not in (select {to} from {sources[one['to']]}) limit 3"
        )
        assert not lost, f"{one['name']}: {lost}"


def _files(project: Project, pattern: str) -> list[dict[str, Any]]:
    paths: list[Path] = sorted((project.root / "catalogue").glob(pattern))
    return [yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths]


def test_lightdash_models_are_whole(project: Project) -> None:
    """Keys and words that its model format asks for; joins lead to a model that is there."""
    models = _files(project, "lightdash/models/*.yml")
    names = {model["name"] for model in models}
    for model in models:
        assert model["type"] == "model" and model["sql_from"] and model["dimensions"], model["name"]
        assert {one["join"] for one in model.get("joins", ())} <= names
        assert {one["type"] for one in model["dimensions"]} <= {
            "string", "number", "timestamp", "date", "boolean",
        }  # fmt: skip
        fields = [*model["metrics"], *(one["name"] for one in model["dimensions"])]
        assert len(fields) == len(set(fields)), f"{model['name']}: a metric and a dimension share a name"


def test_cubes_are_whole(project: Project) -> None:
    """One name a member, a key where cubes are joined, and joins to cubes that are there."""
    cubes = [cube for document in _files(project, "cube/cubes/*.yml") for cube in document["cubes"]]
    names = {cube["name"] for cube in cubes}
    for cube in cubes:
        members = [one["name"] for one in [*cube["measures"], *cube["dimensions"]]]
        assert len(members) == len(set(members)), f"{cube['name']}: {members}"
        assert {one["name"] for one in cube.get("joins", ())} <= names
        assert any(one.get("primary_key") for one in cube["dimensions"]), cube["name"]


def test_a_wrong_export_is_found(published: dict[tuple[str, str], Answers], demo: Built) -> None:
    """Averaging rows where the sums should be divided does not pass."""
    average = "avg(lost_mrr / nullif(opening_mrr, 0))"
    wrong = Question("gross_mrr_churn_rate", "marts.mrr_movements", average, "month_start", "month", {})
    expected = published[wrong.name, "total"]
    assert _differences(wrong.name, expected, ask(demo.warehouse, wrong))
    assert date(2025, 12, 1) in {period for period, _ in expected}

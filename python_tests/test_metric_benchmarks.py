"""Benchmarks of the demo against the oracle; a row that is no benchmark stops the build, in words."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from python_tests.built import Built
from python_tests.fault_runs import run_each
from python_tests.oracles.metric_benchmarks import Benchmark, standing
from python_tests.project import TREE, Project, copy_tree

SEED = TREE / "seeds" / "reference" / "metric_benchmark_bands.csv"
SELECTED = (
    "--select", "metric_benchmark_bands", "+metric_catalog", "int_metric_benchmarks",
    "--exclude-resource-type", "test", "unit_test",
)  # fmt: skip
FAULTS: dict[str, tuple[dict[str, str], str]] = {
    "unknown_metric": ({"metric_name": "churn"}, "column metric_name: no metric that is published"),
    "no_metric": ({"metric_name": ""}, "column metric_name: no metric that is published"),
    "unpublished_metric": ({"metric_name": "usage_cohort_count"}, "column metric_name: no metric"),
    "no_name": ({"benchmark_name": " "}, "column benchmark_name: write a name"),
    "name_twice": ({"benchmark_name": "mid_market_annual_churn"}, "has this name twice"),
    "no_source": ({"source_title": ""}, "column source_title: a benchmark without source is none"),
    "no_address": ({"source_address": ""}, "column source_address: a benchmark without source is none"),
    "year_in_words": ({"source_year": "last year"}, "column source_year: write a year such as 2024"),
    "year_0": ({"source_year": "0"}, "column source_year: write a year such as 2024"),
    "no_peers": ({"peer_group": ""}, "column peer_group: write whose numbers"),
    "no_caution": ({"comparability": ""}, "column comparability: write what to keep in mind"),
    "no_number": ({"lower_bound": "", "upper_bound": ""}, "column lower_bound: no number"),
    "lower_in_words": ({"lower_bound": "five"}, "column lower_bound: write a number"),
    "upper_in_percent": ({"upper_bound": "7 %"}, "column upper_bound: write a number"),
    "ends_swapped": ({"lower_bound": "0.07", "upper_bound": "0.05"}, "the band ends before it begins"),
    "other_unit": ({"unit": "percent"}, "column unit: the metric is in share"),
    "no_unit": ({"unit": ""}, "column unit: the metric is in share; write the bounds and the unit so, 5 %"),
    "a_month_and_a_year": (
        {"metric_name": "logo_churn_rate"},
        "column measured_over: the metric says month, the benchmark year",
    ),
    "no_time": ({"measured_over": ""}, "the metric says year, the benchmark nothing"),
    "time_that_is_none": ({"measured_over": "none"}, "the metric says year, the benchmark none"),
}


def _seed() -> list[dict[str, str]]:
    with SEED.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _number(text: str) -> float | None:
    return float(text) if text else None


def test_benchmarks_of_the_demo_agree_with_the_oracle(demo: Built) -> None:
    directions = {row["metric_name"]: row["direction"] for row in demo.mart("metric_catalog")}
    found = {
        (row["metric_name"], row["benchmark_name"], row["period_start"]): row
        for row in demo.mart("metric_benchmarks")
    }
    expected = {}
    for row in _seed():
        metric, name = row["metric_name"], row["benchmark_name"]
        benchmark = Benchmark(_number(row["lower_bound"]), _number(row["upper_bound"]), directions[metric])
        for value in demo.rows(
            "select period_start, value from marts.metric_values"
            " where metric_name = ? and breakdown = 'total'",
            [metric],
        ):
            expected[metric, name, value["period_start"]] = standing(benchmark, value["value"])
    assert set(found) == set(expected)
    for key, said in expected.items():
        assert {name: found[key][name] for name in said} == pytest.approx(said), key
    assert {row["standing"] for row in found.values()} == {"better", "in line", "worse", None}


def test_benchmarks_cite_what_can_be_looked_up() -> None:
    for row in _seed():
        assert row["source_address"].startswith("https://"), row["benchmark_name"]


@pytest.mark.parametrize(
    ("band", "value", "expected"),
    [
        ((0.05, 0.07, "down_is_good"), 0.28, ("above", "worse")),
        ((0.05, 0.07, "down_is_good"), 0.05, ("within", "in line")),
        ((0.05, 0.07, "down_is_good"), 0.04, ("below", "better")),
        ((3.0, None, "up_is_good"), 30.0, ("within", "in line")),
        ((41.0, 41.0, "up_is_good"), 34.5, ("below", "worse")),
        ((1.0, 2.0, "neutral"), 3.0, ("above", None)),
        ((1.0, 2.0, "neutral"), None, (None, None)),
    ],
)
def test_bands_by_hand(
    band: tuple[float | None, float | None, str], value: float | None, expected: tuple[str | None, str | None]
) -> None:
    said = standing(Benchmark(*band), value)
    assert (said["band"], said["standing"]) == expected


@pytest.fixture(scope="module")
def said(project: Project, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    root = copy_tree(tmp_path_factory.mktemp("benchmarks") / "project", parsed_by=project)
    folders = tmp_path_factory.mktemp("reference")
    edits = {**{name: edit for name, (edit, _) in FAULTS.items()}, "sound": {}}
    return run_each("reference", Project(root), SELECTED, [_spoil(e, folders / n) for n, e in edits.items()])


def _spoil(edit: dict[str, str], folder: Path) -> Path:
    """The shipped file, with other values in its first row."""
    rows = _seed()
    rows[0] |= edit
    folder.mkdir()
    with (folder / SEED.name).open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return folder


@pytest.mark.parametrize("name", FAULTS)
def test_fault_stops_the_build_and_is_named(name: str, said: dict[str, dict[str, Any]]) -> None:
    edit, words = FAULTS[name]
    found = " ".join(said[name]["output"].split())
    assert not said[name]["success"], found[-2000:]
    metric = edit.get("metric_name", "annual_logo_churn_rate") or "(none)"
    for part in (f"metric_benchmark_bands.csv, row {metric}", words):
        assert part in found, found[-2000:]


def test_shipped_benchmarks_are_accepted(said: dict[str, dict[str, Any]]) -> None:
    assert said["sound"]["success"], said["sound"]["output"][-2000:]

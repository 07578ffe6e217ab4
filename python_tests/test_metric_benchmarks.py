"""Benchmarks of the demo against the oracle; a row that is no benchmark stops the build, in words."""

from __future__ import annotations

import pytest

from python_tests.built import Built
from python_tests.fault_runs import (
    Said,
    assert_accepted,
    assert_refused,
    first_row,
    run_each,
    shipped,
    spoilt,
)
from python_tests.oracles.metric_benchmarks import Benchmark, standing
from python_tests.project import Project, copy_of

SEED = "metric_benchmark_bands.csv"
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


def _number(text: str) -> float | None:
    return float(text) if text else None


def test_benchmarks_of_the_demo_agree_with_the_oracle(demo: Built) -> None:
    directions = {row["metric_name"]: row["direction"] for row in demo.mart("metric_catalog")}
    found = {
        (row["metric_name"], row["benchmark_name"], row["period_start"]): row
        for row in demo.mart("metric_benchmarks")
    }
    expected = {}
    for row in shipped(SEED):
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
    for row in shipped(SEED):
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
def said(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Said:
    """What dbt said to each value of the first row, and last to the shipped file."""
    copy = copy_of(project, tmp_path_factory.mktemp("benchmarks") / "project")
    folders = tmp_path_factory.mktemp("reference")
    edits = {**{name: edit for name, (edit, _) in FAULTS.items()}, "sound": {}}
    spoiled = [spoilt(folders / name, {SEED: first_row(edit)}) for name, edit in edits.items()]
    return run_each("reference", copy, SELECTED, spoiled)


@pytest.mark.parametrize("name", FAULTS)
def test_fault_stops_the_build_and_is_named(name: str, said: Said) -> None:
    edit, words = FAULTS[name]
    metric = edit.get("metric_name", "annual_logo_churn_rate") or "(none)"
    assert_refused(said[name], f"{SEED}, row {metric}", words)


def test_shipped_benchmarks_are_accepted(said: Said) -> None:
    assert_accepted(said["sound"])

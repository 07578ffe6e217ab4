"""A row that is no benchmark stops the build, in words."""

from __future__ import annotations

import pytest

from python_tests.support.fault_runs import (
    Said,
    assert_accepted,
    assert_refused,
    first_row,
    run_each,
    spoilt,
)
from python_tests.support.project import Project, copy_of

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

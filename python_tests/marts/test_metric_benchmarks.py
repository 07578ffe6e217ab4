"""Benchmarks of the demo against the oracle."""

from __future__ import annotations

import pytest

from python_tests.oracles.metric_benchmarks import Benchmark, standing
from python_tests.support.built import Built
from python_tests.support.fault_runs import (
    shipped,
)

SEED = "metric_benchmark_bands.csv"


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

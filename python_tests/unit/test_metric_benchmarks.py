"""Benchmarks: where a value lies among the bands, and where each comes from."""

from __future__ import annotations

import pytest

from python_tests.oracles.metric_benchmarks import Benchmark, standing
from python_tests.support.fault_runs import (
    shipped,
)

SEED = "metric_benchmark_bands.csv"


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

"""The SQL of the alerts over made series: noise, and each case that a definition must decide."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import duckdb
import pandas
import pytest

from python_tests.support import alert_series
from python_tests.support.alert_agreement import SCORES, assert_alerts_agree, assert_scores_agree
from python_tests.support.alert_series import NOISE, WALK, noise
from python_tests.support.built import Built, Record
from python_tests.support.project import copy_of

# Alerts per metric and year on pure noise, at most; README and DECISIONS state these.
STATED_RATES = {"day": 0.4, "week": 0.2, "month": 0.15, "quarter": 0.06}
PERIODS_OF_A_YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4}


@pytest.fixture(scope="module")
def made(demo: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """The project's SQL over made series, in place of the demo's numbers."""
    project = copy_of(demo.project, tmp_path_factory.mktemp("made") / "project")
    shutil.copyfile(demo.project.database, project.database)
    rows = [row for series in (*noise(), *alert_series.cases().values()) for row in series.rows()]
    with duckdb.connect(str(project.database)) as warehouse:
        warehouse.execute("delete from marts.metric_values")
        names = (
            "metric_name metric_version period_grain period_start breakdown breakdown_value value is_complete"
        )
        columns: dict[str, list[Any]] = {
            name: list(cells) for name, cells in zip(names.split(), zip(*rows, strict=True), strict=True)
        }
        frame = pandas.DataFrame(columns)
        warehouse.register("made_series", frame)
        warehouse.execute("insert into marts.metric_values by name select * from made_series")
    project.dbt("run", "--select", "int_metric_alert_values+")
    with duckdb.connect(str(project.database), read_only=True) as warehouse:
        yield replace(demo, project=project, warehouse=warehouse)


def test_scores_of_made_series_agree_with_the_oracle(made: Built) -> None:
    assert_scores_agree(made, made.rows(SCORES), made.mart("metric_values"))


def test_alerts_of_made_series_agree_with_the_oracle(made: Built) -> None:
    assert_alerts_agree(made)


@pytest.mark.parametrize("grain", [*NOISE, "walk"])
def test_a_year_of_noise_raises_fewer_alerts_than_stated(made: Built, grain: str) -> None:
    """The last year of each series, when the history is whole. Far fewer: nothing would ever be found."""
    metric, count, _ = WALK if grain == "walk" else NOISE[grain]
    real = "month" if grain == "walk" else grain
    kind = "walk" if grain == "walk" else "noise"
    found = made.rows(
        "select count(*) as period_count, count(anomaly_direction) as alert_count from ("
        " select *, row_number() over (partition by series_id order by period_start desc) as recency"
        " from intermediate.int_metric_alert_scores"
        " where metric_name = ? and breakdown_value like ? and period_grain = ?) where recency <= ?",
        [metric, f"{kind} %", real, PERIODS_OF_A_YEAR[real]],
    )[0]
    assert found["period_count"] == count * PERIODS_OF_A_YEAR[real]
    rate = found["alert_count"] / count
    assert STATED_RATES[real] / 4 < rate < STATED_RATES[real], rate


def _last(made: Built, name: str) -> Record:
    return made.rows(f"{SCORES} where breakdown_value = ? order by period_start desc limit 1", [name])[0]


@pytest.mark.parametrize(
    ("name", "direction", "reason"),
    [
        ("spike", "up", None),
        ("almost", None, None),
        ("drop", "down", None),
        ("constant", None, "no spread"),
        ("constant_then_half_more", None, "no spread"),
        ("constant_then_more", "up", "no spread"),
        ("constant_then_nothing", "down", "no spread"),
        ("zeros_then_fifty", None, "no spread around 0"),
        ("three_points", None, "too little history"),
        ("thirteen_before", None, "too little history"),
        ("fourteen_before", "up", None),
        ("no_values", None, "no value"),
        ("last_is_missing", None, "no value"),
        ("gap", "up", None),
        ("two_in_a_row", "up", None),
        ("old_outlier", "up", None),
        ("rounding_noise", None, "no spread"),
        ("grows_on", None, None),
        ("stands_still", "down", None),
        ("from_nothing", None, None),
        ("unfinished", None, None),
        ("same_weekdays", None, "no spread"),
        ("neighbouring_day", "up", "no spread around 0"),
    ],
)
def test_cases_by_hand(made: Built, name: str, direction: str | None, reason: str | None) -> None:
    """The last complete period of each case: whether it is unusual, and why there is no robust z."""
    found = _last(made, name)
    if name == "neighbouring_day":  # Monday has always been 0, so a per cent of it says nothing
        direction = None
    assert (found["anomaly_direction"], found["reason"]) == (direction, reason)
    assert (found["robust_z"] is None) == (reason is not None)
    if reason not in (None, "no spread"):
        assert found["threshold_ratio"] is None


def test_numbers_by_hand(made: Built) -> None:
    """Median 10, MAD 1: 15.3 is 5.3 / 1.4826 away, and alerts begin 3.5 x 1.4826 from 10."""
    found = _last(made, "spike")
    assert found["robust_z"] == pytest.approx(5.3 / 1.4826)
    assert (found["lower_value"], found["upper_value"]) == pytest.approx((10 - 5.1891, 10 + 5.1891))
    still = _last(made, "stands_still")  # growth of 0 % after 10 %, MAD 1 point
    assert still["robust_z"] == pytest.approx(-10 / 1.4826)
    assert still["expected_value"] == pytest.approx(1.1 * still["value"])


def test_what_nobody_asked_for_is_not_watched(made: Built) -> None:
    assert not made.rows(f"{SCORES} where breakdown_value = 'nobody_asked'")


def test_a_run_of_alerts_says_since_when(made: Built) -> None:
    found = made.rows("select * from marts.metric_alerts where breakdown_value = 'two_in_a_row' order by all")
    assert [row["since_period_start"] for row in found] == [found[0]["period_start"]] * 2

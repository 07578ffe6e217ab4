"""Published examples of retention, by the oracle and by the marts."""

from __future__ import annotations

from datetime import date

import pytest

from python_tests.oracles.company import Company
from python_tests.oracles.marts import expected_rows
from python_tests.support.built import Built
from python_tests.support.published_examples import Example


def _pooled(rows: list[tuple[int, int | None]]) -> tuple[float, float]:
    """Retention over several cohorts, pooled and as the mean of their rates; those too young are left out."""
    known = [(size, back) for size, back in rows if back is not None]
    rates = [back / size for size, back in known]
    return sum(back for _, back in known) / sum(size for size, _ in known), sum(rates) / len(rates)


def test_cohorts_are_pooled(examples: dict[str, Example], cases_oracle: Company, cases: Built) -> None:
    """The case holds the published cohorts at a hundredth of their size."""
    months = {date(2024, 2, 1), date(2024, 3, 1), date(2024, 6, 1)}
    key = ("user", "day_1", "segment", "ret-mx-03")
    oracle = expected_rows(cases_oracle, "usage_retention_by_breakdown")
    expected = [
        (oracle[month, *key]["cohort_count"], oracle[month, *key]["returned_count"]) for month in months
    ]
    found = cases.rows(
        "select cohort_count, returned_count from marts.usage_retention_by_breakdown where cohort_count > 0"
        " and (entity, window_name, breakdown, breakdown_value) = ('user', 'day_1', 'segment', 'ret-mx-03')"
    )
    published = [(size // 100, back // 100 if known else None)
                 for _, size, back, known in examples["ret-mx-03"]["inputs"]["cohorts"]]  # fmt: skip
    for rows in (published, expected, [(row["cohort_count"], row["returned_count"]) for row in found]):
        pooled, mean = _pooled(rows)
        assert pooled == pytest.approx(examples["ret-mx-03"]["expected"]["rate"])
        assert mean == pytest.approx(examples["ret-mx-04"]["expected"]["rate"])


def test_days_are_those_of_the_calendar(examples: dict[str, Example], cases: Built) -> None:
    """A day after 20 hours, for the calendar; three days later is no return on day 2, but one from it on."""
    back = {
        (row["breakdown_value"], row["window_name"]): bool(row["returned_count"])
        for row in cases.rows(
            "select breakdown_value, window_name, returned_count from marts.usage_retention_by_breakdown"
            " where breakdown_value in ('ret-mx-05', 'ret-ph-def') and entity = 'user' and cohort_count > 0"
        )
    }
    assert back["ret-mx-05", "day_1"] is examples["ret-mx-05"]["expected"]["calendar_day1"]
    assert back["ret-ph-def", "day_2"] is examples["ret-ph-def"]["expected"]["on"]
    assert back["ret-ph-def", "from_day_2"] is examples["ret-ph-def"]["expected"]["on_or_after"]

"""Retention, cohorts, survival, lifetime value, spend and unit economics: every row against the oracle."""

from __future__ import annotations

import pytest

from python_tests.support.agreement import assert_mart_agrees
from python_tests.support.built import Built

MARTS = (
    "account_retention", "revenue_retention_monthly_by_breakdown", "retention_cohorts_by_breakdown",
    "survival_curves_by_breakdown", "lifetime_value_by_breakdown", "acquisition_spend",
    "unit_economics_monthly_by_breakdown",
)  # fmt: skip


@pytest.mark.parametrize("mart", MARTS)
def test_demo_agrees_with_the_oracle(mart: str, demo: Built) -> None:
    assert_mart_agrees(demo, mart)


@pytest.mark.parametrize("mart", MARTS)
def test_cases_agree_with_the_oracle(mart: str, cases: Built) -> None:
    assert_mart_agrees(cases, mart)

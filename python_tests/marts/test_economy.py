"""Retention, cohorts, survival, lifetime value, spend and unit economics: every row against the oracle."""

from __future__ import annotations

import pytest

from python_tests.support.agreement import assert_mart_agrees
from python_tests.support.built import Built

MARTS = (
    "account_retention", "revenue_retention_monthly", "retention_cohorts", "survival_curves",
    "lifetime_value", "acquisition_spend", "unit_economics_monthly",
)  # fmt: skip


@pytest.mark.parametrize("mart", MARTS)
def test_demo_agrees_with_the_oracle(mart: str, demo: Built) -> None:
    assert_mart_agrees(demo, mart)


@pytest.mark.parametrize("mart", MARTS)
def test_cases_agree_with_the_oracle(mart: str, cases: Built) -> None:
    assert_mart_agrees(cases, mart)

"""Sessions, engagement, usage churn, return and features: every row of the marts against the oracle."""

from __future__ import annotations

import pytest

from python_tests.support.agreement import assert_mart_agrees
from python_tests.support.built import Built

MARTS = (
    "sessions", "engagement_user_months", "engagement_monthly_by_breakdown", "usage_movements",
    "usage_lifecycle_monthly_by_breakdown", "stickiness_frequency_by_breakdown", "usage_returns",
    "usage_retention_by_breakdown", "account_features", "feature_adoption_by_breakdown",
)  # fmt: skip


@pytest.mark.parametrize("mart", MARTS)
def test_demo_agrees_with_the_oracle(mart: str, demo: Built) -> None:
    assert_mart_agrees(demo, mart)


@pytest.mark.parametrize("mart", MARTS)
def test_cases_agree_with_the_oracle(mart: str, cases: Built) -> None:
    assert_mart_agrees(cases, mart)

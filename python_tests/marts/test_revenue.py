"""Accounts, MRR, movements, policies, churn and lifetime value: every row of the marts against the oracle."""

from __future__ import annotations

import pytest

from python_tests.support.agreement import assert_every_sum_ties_out, assert_mart_agrees
from python_tests.support.built import Built

MARTS = (
    "accounts", "mrr_movements", "mrr_movements_by_policy", "mrr_policy_comparison",
    "mrr_monthly_by_breakdown", "subscription_changes", "churn_monthly_by_breakdown",
    "churn_reasons_monthly_by_breakdown", "lifetime_value_by_breakdown",
)  # fmt: skip


@pytest.mark.parametrize("mart", MARTS)
def test_demo_agrees_with_the_oracle(mart: str, demo: Built) -> None:
    assert_mart_agrees(demo, mart)


@pytest.mark.parametrize("mart", MARTS)
def test_cases_agree_with_the_oracle(mart: str, cases: Built) -> None:
    assert_mart_agrees(cases, mart)


def test_every_sum_of_the_demo_ties_out(demo: Built) -> None:
    assert_every_sum_ties_out(demo)


def test_every_sum_of_the_cases_ties_out(cases: Built) -> None:
    assert_every_sum_ties_out(cases)

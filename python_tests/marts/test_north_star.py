"""North Star definitions: every row of the marts against the oracle."""

from __future__ import annotations

import pytest

from python_tests.support.agreement import assert_mart_agrees
from python_tests.support.built import Built

MARTS = (
    "north_star_accounts",
    "north_star_periods_by_breakdown",
    "north_star_catalog",
    "north_star_evidence",
    "north_star_lead_lag",
    "north_star_candidates",
)


@pytest.mark.parametrize("mart", MARTS)
def test_demo_agrees_with_the_oracle(mart: str, demo: Built) -> None:
    assert_mart_agrees(demo, mart)


@pytest.mark.parametrize("mart", MARTS)
def test_cases_agree_with_the_oracle(mart: str, cases: Built) -> None:
    assert_mart_agrees(cases, mart)

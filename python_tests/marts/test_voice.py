"""NPS, CES, CSAT and support: every row of the marts against the oracle."""

from __future__ import annotations

import pytest

from python_tests.support.agreement import assert_mart_agrees
from python_tests.support.built import Built

MARTS = (
    "nps_answers", "nps_by_breakdown", "ces_answers", "ces_monthly_by_breakdown", "csat_answers",
    "csat_monthly_by_breakdown", "support_tickets", "support_monthly_by_breakdown",
)  # fmt: skip


@pytest.mark.parametrize("mart", MARTS)
def test_demo_agrees_with_the_oracle(mart: str, demo: Built) -> None:
    assert_mart_agrees(demo, mart)


@pytest.mark.parametrize("mart", MARTS)
def test_cases_agree_with_the_oracle(mart: str, cases: Built) -> None:
    assert_mart_agrees(cases, mart)

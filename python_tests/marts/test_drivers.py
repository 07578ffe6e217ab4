"""Outcomes and their influencers, and the chain to lifetime value: by the oracle, and as planted."""

from __future__ import annotations

import pytest

from python_tests.oracles.drivers import (
    FAILS,
    HOLDS,
)
from python_tests.support.agreement import assert_mart_agrees
from python_tests.support.built import Built, Record

MARTS = ("driver_analysis", "driver_verdicts", "value_chain", "value_chain_links")
TEAMWORK, LOGINS = "north_star_share", "logins_per_user"


@pytest.mark.parametrize("mart", MARTS)
def test_demo_agrees_with_the_oracle(mart: str, demo: Built) -> None:
    assert_mart_agrees(demo, mart)


@pytest.mark.parametrize("mart", MARTS)
def test_cases_agree_with_the_oracle(mart: str, cases: Built) -> None:
    assert_mart_agrees(cases, mart)


def _verdicts(demo: Built) -> dict[tuple[str, str], Record]:
    found = demo.rows("select * from marts.driver_verdicts where period = 'all'")
    return {(row["outcome_metric"], row["influencer_metric"]): row for row in found}


@pytest.mark.parametrize("outcome", ["logo_churn_rate", "nps", "nrr_3m"])
def test_teamwork_goes_along_with_what_it_was_planted_to_drive(outcome: str, demo: Built) -> None:
    row = _verdicts(demo)[outcome, TEAMWORK]
    assert row["verdict"] == HOLDS, row["reason"]
    assert min(row["with_account_count"], row["without_account_count"]) >= 100


@pytest.mark.parametrize("outcome", ["logo_churn_rate", "nps", "nrr_3m"])
def test_log_ins_drive_nothing_as_planted(outcome: str, demo: Built) -> None:
    row = _verdicts(demo)[outcome, LOGINS]
    assert row["verdict"] == FAILS, row["reason"]


def test_no_year_takes_log_ins_for_a_driver(demo: Built) -> None:
    found = demo.rows(
        "select period, verdict from marts.driver_verdicts where influencer_metric = ?", [LOGINS]
    )
    assert len(found) >= 12
    assert [row for row in found if row["verdict"] == HOLDS] == []


def test_verdicts_never_speak_of_causes(demo: Built) -> None:
    said = " ".join(row["reason"] + row["verdict"] for row in demo.mart("driver_verdicts"))
    assert not [word for word in ("cause", "because", "drives", "leads to", "due to") if word in said]


def test_the_chain_runs_the_way_it_was_planted(demo: Built) -> None:
    """Accounts that work together more recommend more, leave less, keep more MRR; their LTV grows more."""
    found = {
        (row["measure"], row["tercile"]): row
        for row in demo.rows("select * from marts.value_chain where cohort = 'all'")
    }
    for measure, sign in (("nps", 1), ("monthly_churn_rate", -1), ("monthly_nrr", 1), ("ltv_of_growth", 1)):
        top, bottom = (found[measure, side]["measure_value"] for side in ("top", "bottom"))
        assert sign * (top - bottom) > 0, measure
    assert found["nps", "top"]["value_lower"] > found["nps", "bottom"]["value_upper"]
    assert (
        found["monthly_churn_rate", "top"]["value_upper"]
        < found["monthly_churn_rate", "bottom"]["value_lower"]
    )


def test_links_add_up_to_the_difference_in_lifetime_value(demo: Built) -> None:
    rows = demo.mart("value_chain_links")
    for cohort in {row["cohort"] for row in rows}:
        of_cohort = {row["link"]: row["difference"] for row in rows if row["cohort"] == cohort}
        whole = of_cohort.pop("realised_ltv")
        assert sum(of_cohort.values()) == pytest.approx(whole, abs=1e-6), cohort


def test_links_of_every_account_add_up_to_the_last_digit(demo: Built) -> None:
    broken = demo.rows(
        "select * from intermediate.int_value_chain_accounts"
        " where ltv_at_start + ltv_of_churn + ltv_of_growth <> realised_ltv"
    )
    assert broken == []

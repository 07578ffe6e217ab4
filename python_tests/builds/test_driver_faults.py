"""A hypothesis that is none stops the build, in words: file, row, column."""

from __future__ import annotations

import pytest

from python_tests.support.fault_runs import Said, assert_accepted, assert_refused, first_row, run_each, spoilt
from python_tests.support.project import Project, copy_of

SEED = "metric_influencers.csv"
SELECTED = (
    "--select", "metric_influencers", "+metric_catalog", "int_metric_influencers",
    "--exclude-resource-type", "test", "unit_test",
)  # fmt: skip
SOUND: dict[str, dict[str, str]] = {"sound": {}}
FAULTS: dict[str, tuple[dict[str, str], str]] = {
    "unknown_outcome": ({"outcome_metric": "hapiness"}, "outcome_metric 'hapiness' is no metric"),
    "no_outcome": ({"outcome_metric": ""}, "outcome_metric '' is no metric"),
    "unknown_influencer": ({"influencer_metric": "dau/mau"}, "influencer_metric 'dau/mau' is no metric"),
    "of_itself": ({"influencer_metric": "logo_churn_rate"}, "influencer_metric is the outcome itself"),
    "twice": ({"influencer_metric": "key_actions_per_user"}, "influencer_metric stands there twice"),
    "sign": ({"expected_sign": "negative"}, "expected_sign 'negative' is neither + nor -"),
    "lag_too_long": ({"expected_lag_months": "7"}, "expected_lag_months '7' is no whole number from 0 to 6"),
    "lag_in_words": ({"expected_lag_months": "soon"}, "expected_lag_months 'soon' is no whole number"),
    "lag_of_half_a_month": ({"expected_lag_months": "1.5"}, "expected_lag_months '1.5' is no whole number"),
    "measure": ({"account_measure": "o'clock"}, "account_measure 'o'clock' is none of north_star,"),
    "measure_of_no_account": (
        {"outcome_metric": "mrr", "account_measure": "north_star"},
        "account_measure must be blank: no account has an outcome like mrr",
    ),
    "owner": ({"owner": ""}, "owner is blank"),
    "hypothesis": ({"hypothesis": ""}, "hypothesis is blank"),
    "reviewed": ({"reviewed_on": "last week"}, "reviewed_on 'last week' is no day"),
}


@pytest.fixture(scope="module")
def said(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Said:
    """What dbt said to each value of the first row, and last to the shipped file."""
    copy = copy_of(project, tmp_path_factory.mktemp("influencers") / "project")
    folders = tmp_path_factory.mktemp("reference")
    edits = {**{name: edit for name, (edit, _) in FAULTS.items()}, **SOUND}
    spoiled = [spoilt(folders / name, {SEED: first_row(edit)}) for name, edit in edits.items()]
    return run_each("reference", copy, SELECTED, spoiled)


@pytest.mark.parametrize("name", FAULTS)
def test_fault_stops_the_build_and_is_named(name: str, said: Said) -> None:
    edit, words = FAULTS[name]
    outcome = edit.get("outcome_metric", "logo_churn_rate")
    influencer = edit.get("influencer_metric", "north_star_share")
    assert_refused(said[name], SEED, f"row of '{outcome}' <- '{influencer}'", words)


def test_shipped_hypotheses_are_accepted(said: Said) -> None:
    assert_accepted(said["sound"])

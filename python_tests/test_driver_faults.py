"""A hypothesis that is none stops the build, in words: file, row, column."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from python_tests.fault_runs import run_each
from python_tests.project import TREE, Project, copy_tree

SEED = TREE / "seeds" / "reference" / "metric_influencers.csv"
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


def _spoil(edit: dict[str, str], folder: Path) -> Path:
    """The shipped file, with other values in its first row."""
    with SEED.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    rows[0] |= edit
    folder.mkdir()
    with (folder / SEED.name).open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return folder


@pytest.fixture(scope="module")
def said(project: Project, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    root = copy_tree(tmp_path_factory.mktemp("influencers") / "project", parsed_by=project)
    folders = tmp_path_factory.mktemp("reference")
    edits = {**{name: edit for name, (edit, _) in FAULTS.items()}, **SOUND}
    spoiled = [_spoil(edit, folders / name) for name, edit in edits.items()]
    return run_each("reference", Project(root), SELECTED, spoiled)


@pytest.mark.parametrize("name", FAULTS)
def test_fault_stops_the_build_and_is_named(name: str, said: dict[str, dict[str, Any]]) -> None:
    edit, words = FAULTS[name]
    found = " ".join(said[name]["output"].split())
    outcome = edit.get("outcome_metric", "logo_churn_rate")
    influencer = edit.get("influencer_metric", "north_star_share")
    assert not said[name]["success"], found[-2000:]
    for part in ("metric_influencers.csv", f"row of '{outcome}' <- '{influencer}'", words):
        assert part in found, found[-2000:]


def test_shipped_hypotheses_are_accepted(said: dict[str, dict[str, Any]]) -> None:
    assert said["sound"]["success"], said["sound"]["output"][-2000:]

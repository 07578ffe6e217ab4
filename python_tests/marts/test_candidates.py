"""The scorecard against what was planted: the driver comes first."""

from __future__ import annotations

import math

from python_tests.support.built import Built, Record
from python_tests.support.demo_files import truth

PLANTED = truth()["planted"]


def _scores(company: Built) -> dict[str, Record]:
    return {row["definition_name"]: row for row in company.mart("north_star_candidates")}


def test_the_planted_driver_comes_first(demo: Built) -> None:
    found = _scores(demo)
    best = min(found.values(), key=lambda row: row["score_rank"] or math.inf)
    assert best["definition_name"] == PLANTED["north_star"]


def test_vanity_counts_score_less_than_a_third_of_it(demo: Built) -> None:
    found = _scores(demo)
    vanity = {name: row["score"] for name, row in found.items() if row["is_vanity"]}
    assert len(vanity) >= 6
    driver = found[PLANTED["north_star"]]["score"]
    assert {name: score for name, score in vanity.items() if score >= driver / 3} == {}


def test_accounts_that_meet_the_driver_do_better_beyond_doubt(demo: Built) -> None:
    """At every horizon they stay, grow and recommend more, as planted."""
    of_driver = demo.rows(
        "select outcome, horizon_months, difference_lower from marts.north_star_evidence"
        " where definition_name = ? and is_enough and outcome <> 'renewed'",
        [PLANTED["north_star"]],
    )
    assert len(of_driver) == 12
    assert [row for row in of_driver if row["difference_lower"] <= 0] == []

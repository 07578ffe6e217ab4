"""Activation, trials, anniversaries and returns: marts against the oracle."""

from __future__ import annotations

import pytest

from python_tests.support.agreement import assert_mart_agrees
from python_tests.support.built import Built

MARTS = (
    "account_activation", "activation_cohorts_by_breakdown", "account_trials",
    "trials_monthly_by_breakdown", "account_anniversaries", "anniversary_retention_by_breakdown",
    "return_drivers_by_breakdown",
)  # fmt: skip
CAUSAL = ("cause", "causes", "caused", "because of", "leads to", "drives", "effect of", "makes")


@pytest.mark.parametrize("mart", MARTS)
def test_demo_agrees_with_the_oracle(mart: str, demo: Built) -> None:
    assert_mart_agrees(demo, mart)


@pytest.mark.parametrize("mart", MARTS)
def test_cases_agree_with_the_oracle(mart: str, cases: Built) -> None:
    assert_mart_agrees(cases, mart)


def test_return_drivers_are_said_in_words_of_association(demo: Built) -> None:
    nodes = {node["name"]: node for node in demo.project.nodes("model")}
    node = nodes["return_drivers_by_breakdown"]
    words = " ".join([node["description"], *(one["description"] for one in node["columns"].values())]).lower()
    assert [word for word in CAUSAL if f" {word} " in f" {words} "] == []

"""Activation, trials, anniversaries and returns: marts against the oracle, bad steps, formulas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from python_tests.agreement import assert_mart_agrees
from python_tests.built import Built
from python_tests.cases.activation import CASES
from python_tests.oracles.activation import is_complete, median_days
from python_tests.oracles.return_drivers import Side, newcombe
from python_tests.oracles.trials import Trial
from python_tests.project import Project, copy_of
from python_tests.test_worked_examples import Example, published_examples

MARTS = (
    "account_activation", "activation_cohorts", "account_trials", "trials_monthly", "account_anniversaries",
    "anniversary_retention", "return_drivers",
)  # fmt: skip
CAUSAL = ("cause", "causes", "caused", "because of", "leads to", "drives", "effect of", "makes")


@pytest.mark.parametrize("mart", MARTS)
def test_demo_agrees_with_the_oracle(mart: str, demo: Built) -> None:
    assert_mart_agrees(demo, mart)


@pytest.mark.parametrize("mart", MARTS)
def test_cases_agree_with_the_oracle(mart: str, cases: Built) -> None:
    assert_mart_agrees(cases, mart)


@dataclass(frozen=True)
class Fault:
    """One row of activation_steps.csv changed, and the words that the build must say."""

    id: str
    row: str
    becomes: str
    says: str


FAULTS = (
    Fault("unknown_kind", "paying,5,Paying,paying,,,90", "paying,5,Paying,payed,,,90",
          "the row of step 'paying': kind 'payed' is none of sign_up, events"),
    Fault("unknown_step", "paying,5,Paying,paying,,,90", "bought,5,Bought,paying,,,90",
          "the row of step 'bought': step_name is none of signed_up, onboarded"),
    Fault("window_no_number", "onboarded,2,Onboarded,events,project_created,1,7",
          "onboarded,2,Onboarded,events,project_created,1,a week",
          "the row of step 'onboarded': window_days 'a week' is not a whole number of days"),
    Fault("unordered", "north_star,4,North Star,north_star,,,90", "north_star,4,North Star,north_star,,,20",
          "the row of step 'north_star': window_days 20 is less than the 30 of a step before it"),
    Fault("place_taken", "retained,6,Retained,retained,,90,180", "retained,5,Retained,retained,,90,180",
          "step_number 5 is there 2 times"),
    Fault("named_twice", "retained,6,Retained,retained,,90,180", "paying,6,Retained,retained,,90,180",
          "the row of step 'paying': step_name is there 2 times"),
    Fault("no_events", "first_value,3,First value,events,task_completed,3,30",
          "first_value,3,First value,events,,3,30",
          "the row of step 'first_value': kind events needs event_names"),
    Fault("no_threshold", "first_value,3,First value,events,task_completed,3,30",
          "first_value,3,First value,events,task_completed,some,30",
          "the row of step 'first_value': threshold 'some' is not a whole number from 1 on"),
    Fault("not_from_the_sign_up", "signed_up,1,Signed up,sign_up,,,0", "signed_up,1,Signed up,paying,,,0",
          "the row of step 'signed_up': the first step, and no other, is of kind sign_up"),
)  # fmt: skip


def _broken(project: Project, fault: Fault) -> str:
    sound = (project.root / "seeds/reference/activation_steps.csv").read_text(encoding="utf-8")
    assert fault.row in sound
    return sound.replace(fault.row, fault.becomes)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_a_step_that_cannot_be_followed_is_named(fault: Fault, demo: Built, tmp_path: Path) -> None:
    """The model as dbt compiled it, on a file with the fault."""
    steps = tmp_path / "activation_steps.csv"
    steps.write_text(_broken(demo.project, fault), encoding="utf-8")
    compiled = next((demo.project.target / "compiled").rglob("int_activation_steps.sql"))
    with duckdb.connect() as connection:
        connection.execute("attach ':memory:' as north_star; create schema north_star.staging")
        connection.execute(
            "create table north_star.staging.activation_steps as"
            f" from read_csv('{steps}', all_varchar = true, header = true)"
        )
        with pytest.raises(duckdb.Error) as refusal:
            connection.execute(compiled.read_text(encoding="utf-8")).fetchall()
    assert fault.says in str(refusal.value)


def test_a_step_that_cannot_be_followed_stops_the_build(demo: Built, tmp_path: Path) -> None:
    project = copy_of(demo.project, tmp_path / "project")
    broken = _broken(demo.project, FAULTS[0])
    (project.root / "seeds/reference/activation_steps.csv").write_text(broken, encoding="utf-8")
    done = project.run("build", "--select", "activation_steps", "int_activation_steps")
    assert done.returncode != 0
    assert FAULTS[0].says in " ".join(done.stdout.split()), done.stdout[-3000:]


def test_interval_of_a_difference() -> None:
    """Newcombe's own examples (1998, method 10): 56 of 70 and 48 of 80, 9 of 10 and 3 of 10."""
    assert newcombe(Side(70, 56), Side(80, 48)) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert newcombe(Side(10, 9), Side(10, 3)) == pytest.approx((0.1705, 0.8090), abs=5e-5)


def test_median_by_survival() -> None:
    """(5/6)(4/5)(3/4) falls to one half on day 3; censored on day 2, one more is gone from the risk set."""
    six = [(1, True), (2, True), (3, True), (9, False), (9, False), (9, False)]
    assert median_days(six) == 3
    assert median_days([*six[:2], (2, False), *six[3:]]) is None
    assert median_days([(1, True), (2, False), (2, False), (4, True)]) == 4


def test_return_drivers_are_said_in_words_of_association(demo: Built) -> None:
    nodes = {node["name"]: node for node in demo.project.nodes("model")}
    node = nodes["return_drivers"]
    words = " ".join([node["description"], *(one["description"] for one in node["columns"].values())]).lower()
    assert [word for word in CAUSAL if f" {word} " in f" {words} "] == []


@pytest.fixture(scope="module")
def examples() -> dict[str, Example]:
    return published_examples()


def test_trials_of_thirty_days(examples: dict[str, Example]) -> None:
    """60 of 200 pay within 30 days of the start of their trial; those who pay later do not count."""
    example = examples["trial-03"]
    start, window = date(2024, 4, 1), example["inputs"].get("window_days", 30)
    paid = [date(2024, 4, 15)] * 59 + [date(2024, 5, 1)] + [date(2024, 5, 2)] * 10
    one = Trial("a", 1, start, None, False, None, False)
    trials = [replace(one, paid=day) for day in paid] + [one] * (example["inputs"]["trials"] - len(paid))
    converted = sum(trial.days_to_paid is not None and trial.days_to_paid <= window for trial in trials)
    assert converted == example["inputs"]["converted_in_30d"]
    assert converted / len(trials) == pytest.approx(example["expected"]["rate"])


def test_funnels_and_windows_that_the_cases_repeat(examples: dict[str, Example]) -> None:
    """Who is published as converted is expected as converted by the case."""
    by_published = {one: case for case in CASES for one in case.published}
    reached = {
        key: [one.values["funnel_account_count"] for one in by_published[key].expected]
        for key in ("fun-mx-01", "fun-mx-02")
    }
    assert examples["fun-mx-01"]["expected"]["reached"] == ["A", "B"] and reached["fun-mx-01"] == [1, 0]
    assert examples["fun-mx-02"]["expected"]["default"] == "not converted" and reached["fun-mx-02"] == [0]
    window = examples["conv-rc-mature"]
    over = [one.values["is_onboarded_window_over"] for one in by_published["conv-rc-mature"].expected]
    assert over == window["expected"]["complete"]


def test_a_cohort_is_complete_when_its_last_window_is_over() -> None:
    assert is_complete(date(2024, 4, 1), 30, date(2024, 5, 30))
    assert not is_complete(date(2024, 4, 1), 30, date(2024, 5, 29))

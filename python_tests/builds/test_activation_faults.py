"""An activation step that cannot be followed stops the build, in words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from python_tests.support.built import Built
from python_tests.support.project import Project, copy_of


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

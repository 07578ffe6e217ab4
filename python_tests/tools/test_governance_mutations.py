"""Edits of the project: those that change a meaning are seen and told, the others change no fingerprint."""

from __future__ import annotations

import shutil
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from north_star.governance.case import Case
from north_star.governance.definitions import Definitions
from north_star.governance.manifest import State
from north_star.governance.rules import problems
from north_star.governance.words import changes, cosmetic_changes
from python_tests.mutations.bench import Bench
from python_tests.mutations.changing import CHANGING
from python_tests.mutations.mutation import Mutation, waves
from python_tests.mutations.others import CAUGHT, PAGE, QUIET, verdicts_on
from python_tests.mutations.preserving import PRESERVING
from python_tests.mutations.tools import listed
from python_tests.support.dbt_runs import forked
from python_tests.support.forked_dbt import run_dbt_anew
from python_tests.support.project import TREE, Project

UNSEEN_BY_DBT = (
    "numerator and denominator swapped",
    "filter added in YAML",
    "filter on one input",
    "formula",
)


@pytest.fixture(scope="module")
def bench(governed: Case, project: Project, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    def run(root: Path, environment: dict[str, str], arguments: list[str]) -> CompletedProcess[str]:
        return forked(run_dbt_anew, project.root, root, environment, arguments)

    scratch = tmp_path_factory.mktemp("mutations")
    shutil.copytree(
        governed.state.root.parent / "target", scratch / "target"
    )  # what need not be parsed again
    return Bench(governed.state.root, scratch, governed, run)


@pytest.mark.apart
@pytest.mark.parametrize("mutation", CHANGING, ids=lambda one: one.id)
def test_changed_meaning_is_seen_and_told(mutation: Mutation, bench: Bench) -> None:
    case = bench.case(mutation)
    told = [str(change) for change in bench.changes(mutation.metric, case)]
    assert any(mutation.words in one for one in told), "\n".join(told)
    broken = {(one.rule, one.subject) for one in problems(case)}
    assert ("definition-changed", mutation.metric) in broken


@pytest.mark.apart
@pytest.mark.parametrize("mutation", PRESERVING, ids=lambda one: one.id)
def test_kept_meaning_keeps_every_fingerprint(mutation: Mutation, bench: Bench) -> None:
    case = bench.case(mutation)
    told = {name: [str(one) for one in bench.changes(name, case)] for name in bench.changed(mutation)}
    assert told == {}


@pytest.mark.apart
def test_every_change_is_put_into_words(bench: Bench) -> None:
    for wave in waves(CHANGING):
        case = bench.after(wave)
        for name in case.metrics:
            assert not any("cannot be put into words" in one.words for one in bench.changes(name, case)), name


def test_rows_that_only_inputs_read_are_told(governed: Case) -> None:
    """The numerator of a window's metric is over all windows: a new window changes it, if no number of it."""
    state = State(governed.state.root, governed.state.manifest)
    header, rows = state.seed("usage_retention_windows")
    added = dict(zip(header, ("day_90", "on_days", "90", "90"), strict=True))
    state.seeds["usage_retention_windows"] = (header, [*rows, added])
    other = Definitions(state)
    told = {
        name: [str(one) for one in changes(name, governed.definitions, other)] for name in governed.metrics
    }
    [row] = told["user_usage_retention_days_8_to_14"]
    assert row.startswith("seeds/reference/usage_retention_windows.csv: row added: ") and "day_90" in row
    assert not any("cannot be put into words" in one for words in told.values() for one in words)


@pytest.mark.apart
def test_words_and_owner_are_cosmetic(bench: Bench) -> None:
    case = bench.after(next(wave for wave in waves(PRESERVING) if any(one.id == "label" for one in wave)))
    told = [one.words for one in cosmetic_changes("csat", bench.base.state, case.state)]
    assert told == ["label Customer satisfaction -> Satisfied customers"]


def test_the_table_of_who_catches_what_has_every_edit() -> None:
    """That every edit is seen or let pass as the page says is what the tests above prove."""
    found = verdicts_on(PAGE.read_text(encoding="utf-8"))
    assert list(found) == [one.id for one in (*CHANGING, *PRESERVING)]
    for one in (*CHANGING, *PRESERVING):
        assert found[one.id]["ours"] == (CAUGHT if one.metric else QUIET), one.id


@pytest.mark.parametrize("mutation", (*CHANGING, *PRESERVING), ids=lambda one: one.id)
def test_every_edit_can_be_made(mutation: Mutation, tmp_path: Path) -> None:
    """What it replaces stands there once; otherwise the edits that are tried apart would be stale."""
    for name in mutation.paths:
        copy = tmp_path / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if (TREE / name).exists():
            shutil.copyfile(TREE / name, copy)
    mutation.apply(tmp_path)


def test_there_are_enough_edits_of_both_kinds() -> None:
    assert min(len(CHANGING), len(PRESERVING)) >= 22
    assert all(one.metric and one.words for one in CHANGING)


@pytest.mark.apart
def test_dbt_sees_no_change_of_a_metric_s_yaml(bench: Bench) -> None:
    """Inputs swapped, a filter added: `state:modified` lists nothing, though the fingerprints change."""
    wave = [one for one in CHANGING if one.id in UNSEEN_BY_DBT]
    assert len(wave) == len(UNSEEN_BY_DBT)
    root = bench.edited(wave)
    assert listed(root, bench.base.state.root.parent / "target") == set()
    assert all(bench.is_seen(one) for one in wave)

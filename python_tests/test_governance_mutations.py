"""Edits of the project: those that change a meaning are seen and told, the others change no fingerprint."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from north_star.governance.case import Case
from north_star.governance.commands import case_of
from north_star.governance.differences import Change
from north_star.governance.manifest import compiled
from north_star.governance.rules import problems
from north_star.governance.words import changes, cosmetic_changes
from python_tests.mutations.changing import CHANGING
from python_tests.mutations.mutation import Mutation, waves
from python_tests.mutations.preserving import PRESERVING


@dataclass
class Bench:
    """A copy of the project and what it means after each wave of edits; a wave is compiled once."""

    root: Path
    scratch: Path
    base: Case
    known: dict[tuple[str, ...], Case] = field(default_factory=dict)

    def after(self, wave: list[Mutation]) -> Case:
        names = tuple(one.id for one in wave)
        if names not in self.known:
            folder = self.scratch / f"wave_{len(self.known)}"
            shutil.copytree(self.root, folder)
            for one in wave:
                one.apply(folder)
            self.known[names] = case_of(compiled(folder, self.scratch / "target"))
        return self.known[names]

    def changes(self, metric: str, case: Case) -> list[Change]:
        return changes(metric, self.base.definitions, case.definitions)


@pytest.fixture(scope="module")
def bench(governed: Case, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(governed.state.root, tmp_path_factory.mktemp("mutations"), governed)


def wave_of(mutation: Mutation, table: tuple[Mutation, ...]) -> list[Mutation]:
    return next(wave for wave in waves(table) if mutation in wave)


@pytest.mark.parametrize("mutation", CHANGING, ids=lambda one: one.id)
def test_changed_meaning_is_seen_and_told(mutation: Mutation, bench: Bench) -> None:
    case = bench.after(wave_of(mutation, CHANGING))
    told = [str(change) for change in bench.changes(mutation.metric, case)]
    assert any(mutation.words in one for one in told), "\n".join(told)
    broken = {(one.rule, one.subject) for one in problems(case)}
    assert ("definition-changed", mutation.metric) in broken


@pytest.mark.parametrize("mutation", PRESERVING, ids=lambda one: one.id)
def test_kept_meaning_keeps_every_fingerprint(mutation: Mutation, bench: Bench) -> None:
    case = bench.after(wave_of(mutation, PRESERVING))
    changed = {
        name: [str(one) for one in bench.changes(name, case)]
        for name in case.metrics
        if case.of(name).fingerprint != bench.base.of(name).fingerprint
    }
    assert changed == {}


def test_every_change_is_put_into_words(bench: Bench) -> None:
    for wave in waves(CHANGING):
        case = bench.after(wave)
        for name in case.metrics:
            assert not any("cannot be put into words" in one.words for one in bench.changes(name, case)), name


def test_words_and_owner_are_cosmetic(bench: Bench) -> None:
    case = bench.after(next(wave for wave in waves(PRESERVING) if any(one.id == "label" for one in wave)))
    told = [one.words for one in cosmetic_changes("csat", bench.base.state, case.state)]
    assert told == ["label Customer satisfaction -> Satisfied customers"]

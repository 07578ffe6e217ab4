"""Where edits are tried: what the project means after each wave of them, and what governance says of it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from north_star.governance.case import Case, case_of
from north_star.governance.differences import Change
from north_star.governance.manifest import Run, compiled, run_dbt
from north_star.governance.rules import problems
from north_star.governance.words import changes
from python_tests.mutations.changing import CHANGING
from python_tests.mutations.mutation import Mutation, waves
from python_tests.mutations.preserving import PRESERVING


@dataclass
class Bench:
    """A copy of the project and what it means after each wave of edits; a wave is compiled once."""

    root: Path
    scratch: Path
    base: Case
    run: Run = run_dbt
    known: dict[tuple[str, ...], Case] = field(default_factory=dict)

    def after(self, wave: list[Mutation]) -> Case:
        names = tuple(one.id for one in wave)
        if names not in self.known:
            self.known[names] = case_of(compiled(self.edited(wave), self.scratch / "target", self.run))
        return self.known[names]

    def edited(self, wave: list[Mutation]) -> Path:
        """A copy of the project with these edits."""
        folder = self.scratch / f"copy_{len(list(self.scratch.iterdir()))}"
        shutil.copytree(self.root, folder)
        for one in wave:
            one.apply(folder)
        return folder

    def case(self, mutation: Mutation) -> Case:
        """The project after the wave that the edit is in."""
        table = CHANGING if mutation.metric else PRESERVING
        return self.after(next(wave for wave in waves(table) if mutation in wave))

    def changes(self, metric: str, case: Case) -> list[Change]:
        return changes(metric, self.base.definitions, case.definitions)

    def changed(self, mutation: Mutation) -> list[str]:
        """Metrics with another fingerprint."""
        case = self.case(mutation)
        return [name for name in case.metrics if case.of(name).fingerprint != self.base.of(name).fingerprint]

    def is_seen(self, mutation: Mutation) -> bool:
        """Whether governance sees the edit: by the right rule and in the right words, or at all."""
        if not mutation.metric:
            return bool(self.changed(mutation))
        case = self.case(mutation)
        broken = {(one.rule, one.subject) for one in problems(case)}
        told = [str(change) for change in self.changes(mutation.metric, case)]
        return ("definition-changed", mutation.metric) in broken and any(
            mutation.words in one for one in told
        )

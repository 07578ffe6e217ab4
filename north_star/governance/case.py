"""The input of the rules, and how a broken rule is reported."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from north_star.errors import UserError
from north_star.governance.definitions import Definition, Definitions
from north_star.governance.manifest import State
from north_star.governance.registry import Version, read
from north_star.settings import project_settings

CHANGELOG = "CHANGELOG.md"
# Expressions of a definition may be nested deeper than Python expects.
DEEP = 20_000


class GovernanceError(UserError):
    """A rule is broken; the text says which, and what to write."""

    exit_code = 1


@dataclass(frozen=True)
class Problem:
    """A broken rule: its name, its subject, what is wrong, and the line or setting that fixes it."""

    rule: str
    subject: str
    words: str
    write: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.subject}: {self.words}\n    write: {self.write}"


@dataclass(frozen=True)
class Case:
    """The input of the rules; reviews and last days are judged as of the day `as_of`."""

    definitions: Definitions
    versions: list[Version]
    changelog: str
    as_of: date

    @property
    def state(self) -> State:
        return self.definitions.state

    @cached_property
    def metrics(self) -> dict[str, Definition]:
        return self.definitions.all()

    def of(self, metric: str) -> Definition:
        return self.definitions.of(metric)

    def owner(self, metric: str) -> str:
        return str(self.state.metrics[metric]["config"]["meta"].get("owner") or "")

    def yaml(self, metric: str) -> str:
        return str(self.state.metrics[metric]["original_file_path"])


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def case_of(state: State, as_of: str | None = None) -> Case:
    """The input of the rules for one state of the project."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), DEEP))
    judged = day(as_of or str(project_settings(state.root)["demo"]["as_of"]))
    if judged is None:
        raise GovernanceError(f"--as-of {as_of} is not a day such as 2026-01-31")
    changelog = (state.root / CHANGELOG).read_text(encoding="utf-8")
    return Case(Definitions(state), read(state.root), changelog, judged)

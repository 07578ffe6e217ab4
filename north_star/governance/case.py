"""What the rules look at, and how a broken one is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from north_star.governance.definitions import Definition, Definitions
from north_star.governance.manifest import State
from north_star.governance.registry import Version


@dataclass(frozen=True)
class Problem:
    """A broken rule: which, of what, what is wrong, and the line or setting that puts it right."""

    rule: str
    subject: str
    words: str
    write: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.subject}: {self.words}\n    write: {self.write}"


@dataclass(frozen=True)
class Case:
    """What the rules look at; `as_of` is the day for which reviews and last days are judged."""

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

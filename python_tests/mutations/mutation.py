"""What a mutation is, and which are tried together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Mutation:
    """One edit: `old` stands once in the file and becomes `new`; a new file has no `old`.

    `more` are its edits of other files. `metric` must change for it, and be told so in `words`; without a
    metric no fingerprint may change.
    """

    id: str
    path: str
    old: str
    new: str
    metric: str = ""
    words: str = ""
    more: tuple[tuple[str, str, str], ...] = ()

    @property
    def edits(self) -> tuple[tuple[str, str, str], ...]:
        return ((self.path, self.old, self.new), *self.more)

    @property
    def paths(self) -> set[str]:
        return {path for path, _, _ in self.edits}

    def apply(self, root: Path) -> None:
        for name, old, new in self.edits:
            path = root / name
            text = path.read_text(encoding="utf-8") if old else ""
            assert path.exists() == bool(old), f"{self.id}: {name}"
            assert text.count(old) == 1, f"{self.id}: {text.count(old)} times in {name}: {old}"
            path.write_text(text.replace(old, new), encoding="utf-8")


def waves(mutations: Iterable[Mutation]) -> list[list[Mutation]]:
    """Mutations that are compiled together: of each file one at a time."""
    found: list[list[Mutation]] = []
    for one in mutations:
        for wave in found:
            if not any(one.paths & other.paths for other in wave):
                wave.append(one)
                break
        else:
            found.append([one])
    return found

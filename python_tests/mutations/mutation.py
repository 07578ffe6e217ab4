"""What a mutation is, and which are tried together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Mutation:
    """One edit: `old` stands once in the file and becomes `new`; `more` are new files, by path.

    `metric` must change for it, and be told so in `words`; without a metric no fingerprint may change.
    """

    id: str
    path: str
    old: str
    new: str
    metric: str = ""
    words: str = ""
    more: tuple[tuple[str, str], ...] = ()

    def apply(self, root: Path) -> None:
        path = root / self.path
        text = path.read_text(encoding="utf-8")
        assert text.count(self.old) == 1, (
            f"{self.id}: {text.count(self.old)} times in {self.path}: {self.old}"
        )
        path.write_text(text.replace(self.old, self.new), encoding="utf-8")
        for name, content in self.more:
            assert not (root / name).exists(), f"{self.id}: {name} is there"
            (root / name).write_text(content, encoding="utf-8")


def waves(mutations: Iterable[Mutation]) -> list[list[Mutation]]:
    """Mutations that are compiled together: of each file one at a time."""
    found: list[list[Mutation]] = []
    for one in mutations:
        for wave in found:
            if one.path not in {other.path for other in wave}:
                wave.append(one)
                break
        else:
            found.append([one])
    return found

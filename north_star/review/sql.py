"""The SQL of models before and after, ignoring comments, line breaks and case."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import unified_diff

from north_star.governance.lineage import Lineage, parsed

CONTEXT = 2
MOST_LINES = 80


def normal(lineage: Lineage, model: str) -> list[str]:
    """The compiled statement, one clause per line; empty if there is no such model."""
    if model not in lineage.keys:
        return []
    _, sql = lineage.models[lineage.keys[model]]
    return parsed(sql).sql(dialect="duckdb", pretty=True, comments=False, normalize=True).splitlines()


def differing(models: Iterable[str], old: Lineage, new: Lineage) -> dict[str, str]:
    """A unified diff of each model whose statement changed."""
    found = {}
    for model in sorted(set(models)):
        before, after = normal(old, model), normal(new, model)
        lines = list(unified_diff(before, after, "before", "after", n=CONTEXT, lineterm=""))[2:]
        if len(lines) > MOST_LINES:
            lines = [*lines[:MOST_LINES], f"... and {len(lines) - MOST_LINES} more lines"]
        if lines:
            found[model] = "\n".join(lines)
    return found

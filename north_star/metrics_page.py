"""docs/metrics.md: every metric by subject, with links to the YAML and to the files that decide it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from north_star.catalogue.records import TIERS, Catalogue
from north_star.rooms import CORE, room_of

PAGE = Path("docs/metrics.md")
INDEXED = TIERS[:2]  # the index names the metrics that a company is steered by
WIDTH = 120
HEAD = """# Metrics

Generated from the metrics' YAML by `uv run python -m north_star readme`: do not edit. To see where a number
comes from, open *decided in*: the SQL and the reference files that say which rows count, and for how much.
*Defined in* is the YAML that tells MetricFlow how to combine rows, or which metrics. *Published in* is the
mart and column to query: where there are two, the first has one row a period, for the whole company. A metric
with a *room* is there when the setting `rooms` opens it; the others belong to core.

A tier says what a metric is for: the company is measured by `north_star` and `outcome`, an `influencer` is
believed to move an outcome, a `guardrail` must not get worse meanwhile, `vanity` is for comparison only.

Subjects, with the number of their metrics, the North Star and the outcomes:
"""


@dataclass(frozen=True)
class Entry:
    """A metric as the page shows it."""

    name: str
    label: str
    description: str
    synonyms: tuple[str, ...]
    over_time: str  # in words
    tier: str
    owner: str
    headline: str | None  # mart with one row a period
    published_in: str  # mart.column, by breakdown
    subject: str  # folder of that mart
    room: str  # the one that the mart is in
    computed_from: tuple[str, ...]  # metrics
    yaml: str  # path in the project
    decided_in: tuple[str, ...]  # paths


def entries(catalogue: Catalogue, manifest: Mapping[str, Any], rooms: Mapping[str, Any]) -> list[Entry]:
    """All metrics, in the catalogue's order: by tier, then by name."""
    models = {one["name"]: one for one in manifest["nodes"].values() if one["resource_type"] == "model"}
    defined_in = {one["name"]: one["original_file_path"] for one in manifest["metrics"].values()}
    deciding = decided_in(manifest)
    return [
        Entry(
            name=metric.name,
            label=metric.label,
            description=metric.description,
            synonyms=tuple(metric.synonyms),
            over_time=metric.over_time_in_words,
            tier=metric.tier,
            owner=metric.meta["owner"],
            headline=metric.headline,
            published_in=metric.published_in,
            subject=subject_of(models[metric.meta["mart"]]["original_file_path"]),
            room=room_of(models[metric.meta["mart"]], rooms),
            computed_from=metric.inputs,
            yaml=defined_in[metric.name],
            decided_in=deciding[metric.name],
        )
        for metric in catalogue.metrics
    ]


def decided_in(manifest: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The deciding files by metric: those of its meta, or else of the meta of the model in its YAML file."""
    by_file = {
        one["patch_path"].partition("://")[2]: one["config"]["meta"].get("decided_in", ())
        for one in manifest["nodes"].values()
        if one["resource_type"] == "model" and one["patch_path"]
    }
    return {
        one["name"]: tuple(
            one["config"]["meta"].get("decided_in") or by_file.get(one["original_file_path"], ())
        )
        for one in manifest["metrics"].values()
    }


def subject_of(path: str) -> str:
    """`revenue` for models/marts/revenue/mrr_monthly.sql; `marts` for a mart without a folder."""
    folders = PurePosixPath(path).parent.parts
    below = folders[folders.index("marts") :] if "marts" in folders else folders
    return below[1] if len(below) > 1 else below[-1]


def title(subject: str) -> str:
    """`product_usage` as a heading: Product usage."""
    return subject.replace("_", " ").capitalize().replace("North star", "North Star")


def page(metrics: Sequence[Entry]) -> str:
    """The whole page; subjects in alphabetical order, that of the North Star first."""
    first = {one.subject for one in metrics if one.tier == TIERS[0]}
    subjects = sorted({one.subject for one in metrics}, key=lambda one: (one not in first, one))
    by_subject = {subject: [one for one in metrics if one.subject == subject] for subject in subjects}
    blocks = [HEAD, index(by_subject)]
    for subject, found in by_subject.items():
        blocks.append(f"## {title(subject)}\n")
        blocks += [section(one) for one in found]
    return "\n".join(blocks)


def index(by_subject: Mapping[str, Sequence[Entry]]) -> str:
    """One item a subject."""
    items = []
    for subject, metrics in by_subject.items():
        named = ", ".join(f"[{one.name}](#{one.name})" for one in metrics if one.tier in INDEXED)
        heading = f"[{title(subject)}](#{anchor(title(subject))}) ({len(metrics)})"
        items.append(item(f"{heading}: {named}" if named else heading))
    return "\n".join(items) + "\n"


def anchor(text: str) -> str:
    """GitHub's anchor of a heading."""
    return re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")


def section(metric: Entry) -> str:
    """A metric's name, which is its anchor too, its meaning and its links."""
    lines = [f"### {metric.name}", "", wrapped(f"**{metric.label}.** {metric.description}"), ""]
    published = f"published in `{metric.published_in}`"
    if metric.headline:
        published = f"published in `{metric.headline}.{metric.name}`, by breakdown in `{metric.published_in}`"
    lines.append(item(f"{metric.tier}, owned by {metric.owner}; {published}"))
    if metric.room != CORE:
        lines.append(item(f"room `{metric.room}`"))
    lines.append(item(metric.over_time))
    if metric.synonyms:
        lines.append(item(f"also called: {', '.join(metric.synonyms)}"))
    if metric.computed_from:
        named = ", ".join(f"[{one}](#{one})" for one in metric.computed_from)
        lines.append(item(f"computed from {named}"))
    lines.append(
        item(f"decided in {', '.join(map(link, metric.decided_in))}; defined in {link(metric.yaml)}")
    )
    return "\n".join([*lines, ""])


def item(text: str) -> str:
    """An item of a list."""
    return wrapped(text, "- ", "  ")


def wrapped(text: str, first: str = "", following: str = "") -> str:
    """The text in lines, broken at blanks alone."""
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=following,
        break_long_words=False,
        break_on_hyphens=False,
    )


def link(path: str) -> str:
    """A link from docs/ to a file of the project, with its folder: a macro and a mart may share a name."""
    return f"[{'/'.join(PurePosixPath(path).parts[-2:])}](../{path})"

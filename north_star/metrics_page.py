"""docs/metrics.md: every metric by subject, with links to the YAML that defines it and the deciding SQL."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import duckdb
import sqlglot
from sqlglot import exp

from north_star.catalogue.records import TIERS, Catalogue, Metric

PAGE = Path("docs/metrics.md")
INDEXED = TIERS[:2]  # the index names the metrics that a company is steered by
WIDTH = 120
HEAD = """# Metrics

Generated from the metrics' YAML by `uv run python -m north_star readme`: do not edit. To see where a number
comes from, open *defined in* (the YAML that says how rows are combined), then *decided in* (the SQL that says
which rows count, and for how much). *Published in* is the mart and column to query: where there are two, the
first has one row a period, for the whole company.

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
    tier: str
    owner: str
    headline: str | None  # mart with one row a period
    published_in: str  # mart.column, by breakdown
    subject: str  # folder of that mart
    yaml: str  # path in the project
    sql: tuple[str, ...]  # paths, the mart that it is measured on first


def entries(catalogue: Catalogue, manifest: Mapping[str, Any], database: Path) -> list[Entry]:
    """All metrics, in the catalogue's order: by tier, then by name."""
    models = {one["name"]: one for one in manifest["nodes"].values() if one["resource_type"] == "model"}
    reads = {name: models_read(model, models.values()) for name, model in models.items()}
    columns = columns_by_model(database)
    defined_in = {one["name"]: one["original_file_path"] for one in manifest["metrics"].values()}
    keys = {
        one.name: {*one.primary_key, *(column for column, _, _ in one.keys)} for one in catalogue.datasets
    }
    found = []
    for metric in catalogue.metrics:
        if metric.is_of_rows:
            mart, measured = metric.formula.dataset, measured_columns(metric)
        else:
            mart, measured = metric.meta["mart"], {metric.meta["column"]}
        deciding = deciding_models(mart, measured - keys.get(mart, set()), reads, columns)
        found.append(
            Entry(
                name=metric.name,
                label=metric.label,
                description=metric.description,
                synonyms=tuple(metric.synonyms),
                tier=metric.tier,
                owner=metric.meta["owner"],
                headline=metric.headline,
                published_in=metric.published_in,
                subject=subject_of(models[metric.meta["mart"]]["original_file_path"]),
                yaml=defined_in[metric.name],
                sql=tuple(file_of(models[name], manifest["macros"]) for name in deciding),
            )
        )
    return found


def file_of(model: Mapping[str, Any], macros: Mapping[str, Any]) -> str:
    """The file with the model's SQL: the macro's, where all that the model does is to call one."""
    call = re.fullmatch(r"\s*(?:--[^\n]*\n\s*)*\{\{-?\s*(\w+)\([^{}]*\)\s*-?\}\}\s*", model["raw_code"])
    macro = macros.get(f"macro.{model['package_name']}.{call[1]}") if call else None
    return str((macro or model)["original_file_path"])


def models_read(model: Mapping[str, Any], models: Iterable[Mapping[str, Any]]) -> list[str]:
    """Names of the models that a model reads, in the order of its SQL."""
    names = {one["unique_id"]: one["name"] for one in models}
    return [names[node] for node in model["depends_on"]["nodes"] if node in names]


def columns_by_model(database: Path) -> dict[str, set[str]]:
    """The columns of what was built, by table. Staging renames raw columns and decides nothing: left out."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "select table_name, column_name from duckdb_columns() where schema_name <> 'staging'"
        ).fetchall()
    columns: dict[str, set[str]] = {}
    for table, column in rows:
        columns.setdefault(table, set()).add(column)
    return columns


def measured_columns(metric: Metric) -> set[str]:
    """The columns that the metric's aggregates add up or count."""
    return {
        column.name
        for part in metric.formula.parts
        for column in sqlglot.parse_one(part.expression, dialect="duckdb").find_all(exp.Column)
    }


def deciding_models(
    mart: str,
    measured: Iterable[str],
    reads: Mapping[str, Sequence[str]],
    columns: Mapping[str, Collection[str]],
) -> list[str]:
    """The mart, and the models upstream in which its measured columns first appear.

    Where the mart itself makes them, the model that it reads first follows: the one that its rows come from.
    """

    def origins(model: str, column: str) -> set[str]:
        having = [one for one in reads.get(model, ()) if column in columns.get(one, ())]
        return {origin for one in having for origin in origins(one, column)} or {model}

    found = {origin for column in measured for origin in origins(mart, column)} - {mart}
    return [mart, *(sorted(found) or list(reads.get(mart, ()))[:1])]


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
    if metric.synonyms:
        lines.append(item(f"also called: {', '.join(metric.synonyms)}"))
    lines.append(item(f"defined in {link(metric.yaml)}, decided in {', '.join(map(link, metric.sql))}"))
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
    """A link from docs/ to a file of the project."""
    return f"[{PurePosixPath(path).name}](../{path})"

"""Reads an exported file as the tool it was written for would, and answers its metrics on DuckDB.

Each reader knows its format and nothing of dbt, nor of the code that wrote the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import yaml  # type: ignore[import-untyped]

Answers = dict[tuple[date, str], Any]  # period start, value of the dimension or "all"
Document = dict[str, Any]


@dataclass(frozen=True)
class Question:
    """One metric as SQL over one relation: what it is, of when, by which columns it can be grouped."""

    name: str
    relation: str
    value: str
    time: str
    grain: str
    dimensions: Mapping[str, str]


def ask(warehouse: duckdb.DuckDBPyConnection, question: Question, by: str | None = None) -> Answers:
    """The metric by its period, and by a dimension."""
    dimension = "'all'" if by is None else question.dimensions[by]
    rows = warehouse.execute(
        f"select cast(date_trunc('{question.grain}', {question.time}) as date), {dimension}, {question.value}"
        f" from {question.relation} group by 1, 2"
    ).fetchall()
    return {(period, of): value for period, of, value in rows}


def ossie_questions(document: Document) -> list[Question]:
    """Metrics of an Ossie file; the time of each is in its extension."""
    [model] = document["semantic_model"]
    datasets = {dataset["name"]: dataset for dataset in model["datasets"]}
    found = []
    for metric in model["metrics"]:
        sql = _ansi(metric)
        named = {tuple(one) for one in re.findall(r"\b([a-z]\w*)\.([a-z]\w*)\b", sql)}
        [name] = {dataset for dataset, _ in named}
        fields = {field["name"]: field for field in datasets[name]["fields"]}
        assert {field for _, field in named} <= set(fields), (
            f"{metric['name']} names a field that is not there"
        )
        extension = json.loads(metric["custom_extensions"][0]["data"])
        columns = ", ".join(f'{_ansi(field)} as "{key}"' for key, field in fields.items())
        groups = {key for key, field in fields.items() if "dimension" in field}
        found.append(
            Question(
                metric["name"],
                f"(select {columns} from {datasets[name]['source']}) as {name}",
                sql,
                extension["time"],
                extension["grain"],
                {key: f"{name}.{key}" for key in groups} if extension["can_be_grouped"] else {},
            )
        )
    return found


def _ansi(thing: Document) -> str:
    [expression] = thing["expression"]["dialects"]
    assert expression["dialect"] == "ANSI_SQL"
    return str(expression["expression"])


LIGHTDASH: dict[str, Callable[[str, Document], str]] = {
    "sum": lambda sql, _: f"sum({sql})",
    "average": lambda sql, _: f"avg({sql})",
    "max": lambda sql, _: f"max({sql})",
    "count_distinct": lambda sql, _: f"count(distinct {sql})",
    "median": lambda sql, _: f"percentile_cont(0.5) within group (order by {sql})",
    "percentile": lambda sql, one: (
        f"percentile_cont({one['percentile']} / 100.0) within group (order by {sql})"
    ),
    "number": lambda sql, _: sql,
}


def lightdash_questions(models: Iterable[Document]) -> list[Question]:
    """Metrics of Lightdash models that are shown."""
    found = []
    for model in models:
        metrics, name = model["metrics"], model["name"]
        dimensions = {one["name"]: one["sql"].replace("${TABLE}", name) for one in model["dimensions"]}

        def sql(metric: Document, metrics: Document = metrics, name: str = name) -> str:
            text = metric["sql"].replace("${TABLE}", name)
            if metric["type"] == "number":
                text = re.sub(
                    r"\$\{(\w+)\}", lambda found: f"({sql(metrics[found[1]], metrics, name)})", text
                )
            return LIGHTDASH[metric["type"]](text, metric)

        for key, metric in metrics.items():
            if not metric.get("hidden"):
                default = metric["default_time_dimension"]
                time, grain = dimensions[default["field"]], default["interval"].lower()
                relation = f"{model['sql_from']} as {name}"
                found.append(Question(key, relation, sql(metric), time, grain, dimensions))
    return found


CUBE = {"sum": "sum({})", "avg": "avg({})", "max": "max({})", "count_distinct": "count(distinct {})"}


def cube_questions(cubes: Iterable[Document]) -> list[Question]:
    """Measures of cubes that are public."""
    found = []
    for cube in cubes:
        measures, name = {one["name"]: one for one in cube["measures"]}, cube["name"]
        dimensions = {one["name"]: one["sql"].replace("{CUBE}", name) for one in cube["dimensions"]}

        def sql(measure: Document, measures: Document = measures, name: str = name) -> str:
            text = measure["sql"].replace("{CUBE}", name)
            if measure["type"] == "number":
                return re.sub(
                    r"\{(\w+)\}", lambda found: f"({sql(measures[found[1]], measures, name)})", text
                )
            conditions = [one["sql"].replace("{CUBE}", name) for one in measure.get("filters", ())]
            if conditions:
                text = f"case when {' and '.join(conditions)} then {text} end"
            return CUBE[measure["type"]].format(text)

        for key, measure in measures.items():
            if measure.get("public", True):
                meta = measure["meta"]
                relation = f"{cube['sql_table']} as {name}"
                time = dimensions[meta["time"]]
                found.append(Question(key, relation, sql(measure), time, meta["grain"], dimensions))
    return found


def exported(folder: Path) -> dict[str, list[Question]]:
    """The questions of each door, from the files in the folder."""
    models = [_read(path) for path in sorted((folder / "lightdash" / "models").glob("*.yml"))]
    cubes = [
        cube for path in sorted((folder / "cube" / "cubes").glob("*.yml")) for cube in _read(path)["cubes"]
    ]
    return {
        "ossie": ossie_questions(_read(folder / "ossie.json")),
        "lightdash": lightdash_questions(models),
        "cube": cube_questions(cubes),
    }


def _read(path: Path) -> Document:
    document: Document = yaml.safe_load(path.read_text(encoding="utf-8"))  # JSON is YAML, too
    return document

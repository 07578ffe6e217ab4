"""Cube: one cube per table."""

from __future__ import annotations

from typing import Any

from north_star.catalogue.formulas import aggregation, qualified
from north_star.catalogue.records import Aggregate, Catalogue, Dataset
from north_star.catalogue.tools import Measure, measures, type_of

CUBE = "{CUBE}."
TYPES = {"sum": "sum", "average": "avg", "max": "max", "count_distinct": "count_distinct"}


def documents(catalogue: Catalogue) -> dict[str, dict[str, Any]]:
    """The cubes by file name."""
    return {
        f"cubes/{dataset.name}.yml": {"cubes": [_cube(catalogue, dataset)]} for dataset in catalogue.datasets
    }


def _cube(catalogue: Catalogue, dataset: Dataset) -> dict[str, Any]:
    cube: dict[str, Any] = {
        "name": dataset.name,
        "sql_table": dataset.source,
        "description": dataset.description,
    }
    if dataset.keys:
        cube["joins"] = [
            {
                "name": target,
                "relationship": "many_to_one",
                "sql": f"{CUBE}{column} = {{{target}}}.{key}",
            }
            for column, target, key in dataset.keys
        ]
    return {
        **cube,
        "measures": [_measure(one) for one in measures(catalogue, dataset)],
        "dimensions": _dimensions(dataset),
    }


def _measure(measure: Measure) -> dict[str, Any]:
    if measure.aggregate is None:
        sql = measure.text.format(*(f"{{{name}}}" for name in measure.names))
        how: dict[str, Any] = {"type": "number", "sql": sql}
    else:
        how = _aggregate(measure.aggregate)
    if measure.metric is None:
        return {"name": measure.name, **how, "public": False}
    metric = measure.metric
    meta = {
        "time": metric.formula.time,
        "grain": metric.grain,
        "unit": metric.meta["unit"],
        "over_time": metric.over_time,
        "add_up": metric.add_up,
    }
    if metric.synonyms:
        meta["synonyms"] = metric.synonyms
    return {
        "name": metric.name,
        "title": metric.label,
        "description": metric.description_with_warning,
        **how,
        **({"format": "percent"} if metric.meta["unit"] == "share" else {}),
        "meta": meta,
    }


def _aggregate(part: Aggregate) -> dict[str, Any]:
    if part.function not in TYPES:  # Cube has no word for medians and percentiles
        return {"type": "number", "sql": aggregation(part, CUBE)}
    how: dict[str, Any] = {"type": TYPES[part.function], "sql": qualified(part.expression, CUBE)}
    if part.condition is not None:
        how["filters"] = [{"sql": qualified(part.condition, CUBE)}]
    return how


def _dimensions(dataset: Dataset) -> list[dict[str, Any]]:
    """Columns to group by and the key, which Cube needs where cubes are joined."""
    found = []
    for column in dataset.columns:
        if column.name in dataset.dimensions or column.name in dataset.primary_key:
            kind = type_of(column.data_type)
            sql = f"{CUBE}{column.name}"
            if kind in ("date", "timestamp"):
                kind, sql = "time", f"CAST({sql} AS TIMESTAMP)"
            one: dict[str, Any] = {
                "name": column.name,
                "description": column.description,
                "type": kind,
                "sql": sql,
            }
            if column.name in dataset.primary_key:
                one |= {"primary_key": True, "public": True}
            found.append(one)
    known = {column.name for column in dataset.columns}
    found += [
        {"name": f"key_{place}", "type": "string", "sql": qualified(key, CUBE), "primary_key": True}
        for place, key in enumerate(dataset.primary_key)
        if key not in known
    ]
    return found

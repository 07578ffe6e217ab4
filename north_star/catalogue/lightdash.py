"""Lightdash: one model file per table in its own YAML, which needs no dbt project."""

from __future__ import annotations

from typing import Any

from north_star.catalogue.formulas import within
from north_star.catalogue.records import Aggregate, Catalogue, Dataset
from north_star.catalogue.tools import Measure, measures, type_of

TABLE = "${TABLE}."


def documents(catalogue: Catalogue) -> dict[str, dict[str, Any]]:
    """The models by file name."""
    return {f"models/{dataset.name}.yml": _model(catalogue, dataset) for dataset in catalogue.datasets}


def _model(catalogue: Catalogue, dataset: Dataset) -> dict[str, Any]:
    model: dict[str, Any] = {
        "type": "model",
        "name": dataset.name,
        "sql_from": dataset.source,
        "description": dataset.description,
    }
    if dataset.has_plain_key:
        model["primary_key"] = list(dataset.primary_key)
    if dataset.keys:
        model["joins"] = [
            {
                "join": target,
                "sql_on": f"${{{dataset.name}.{column}}} = ${{{target}.{key}}}",
                "relationship": "many-to-one",
            }
            for column, target, key in dataset.keys
        ]
    model["metrics"] = {one.name: _metric(one) for one in measures(catalogue, dataset)}
    model["dimensions"] = [
        {
            "name": column.name,
            "type": type_of(column.data_type),
            "sql": f"{TABLE}{column.name}",
            "description": column.description,
        }
        for column in dataset.columns
        if column.name in dataset.dimensions
    ]
    return model


def _metric(measure: Measure) -> dict[str, Any]:
    if measure.aggregate is None:
        how: dict[str, Any] = {
            "type": "number",
            "sql": measure.text.format(*(f"${{{name}}}" for name in measure.names)),
        }
    else:
        how = _aggregate(measure.aggregate)
    if measure.metric is None:
        return {**how, "hidden": True}
    metric = measure.metric
    said = {
        "label": metric.label,
        "description": metric.description_with_warning,
        **how,
        "default_time_dimension": {"field": metric.formula.time, "interval": metric.grain.upper()},
    }
    if metric.meta["unit"] == "share":
        said["format"] = "0.0%"
    if metric.synonyms:
        said["ai_hint"] = f"Also called: {', '.join(metric.synonyms)}"
    return said


def _aggregate(part: Aggregate) -> dict[str, Any]:
    how: dict[str, Any] = {"type": part.function, "sql": within(part, TABLE)}
    if part.percentile is not None:
        how["percentile"] = round(100 * part.percentile)
    return how

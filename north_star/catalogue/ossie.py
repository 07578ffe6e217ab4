"""Ossie (Open Semantic Interchange): the metrics as SQL over tables.

The specification has no word for a metric's time, nor for windows: an extension of each metric names its
time, and metrics with windows are read from the mart that publishes them.
"""

from __future__ import annotations

import json
from typing import Any

from north_star.catalogue.agents import questions
from north_star.catalogue.formulas import aggregation
from north_star.catalogue.records import Catalogue, Dataset, Metric

VERSION = "0.1.1"  # what dbt 1.12 reads and writes


def document(catalogue: Catalogue) -> dict[str, Any]:
    """The whole file."""
    return {
        "version": VERSION,
        "dialects": ["ANSI_SQL"],
        "semantic_model": [
            {
                "name": "north_star",
                "description": "SaaS metrics, from the North Star to churn, on the marts that publish them.",
                "ai_context": {
                    "instructions": "Group every metric by the time and grain that its extension names, and"
                    " by dimensions of the same dataset. Do not add metrics up over periods."
                },
                "datasets": [_dataset(dataset) for dataset in catalogue.datasets],
                "relationships": [
                    {
                        "name": f"{dataset.name}__{column}__{target}",
                        "from": dataset.name,
                        "to": target,
                        "from_columns": [column],
                        "to_columns": [key],
                    }
                    for dataset in catalogue.datasets
                    for column, target, key in dataset.keys
                ],
                "metrics": [_metric(metric) for metric in catalogue.metrics],
            }
        ],
    }


def _expression(sql: str) -> dict[str, Any]:
    return {"dialects": [{"dialect": "ANSI_SQL", "expression": sql}]}


def _dataset(dataset: Dataset) -> dict[str, Any]:
    fields = []
    for column in dataset.columns:
        one: dict[str, Any] = {"name": column.name, "expression": _expression(column.name)}
        if column.name in dataset.dimensions:
            one["dimension"] = {"is_time": column.name in dataset.times}
        fields.append({**one, "description": column.description})
    written: dict[str, Any] = {"name": dataset.name, "source": dataset.source}
    if dataset.has_plain_key:
        written["primary_key"] = list(dataset.primary_key)
    return {**written, "description": dataset.description, "fields": fields}


def _metric(metric: Metric) -> dict[str, Any]:
    prefix = f"{metric.formula.dataset}."
    sql = metric.formula.text.format(*(aggregation(part, prefix) for part in metric.formula.parts))
    context: dict[str, Any] = {"examples": [one["question"] for one in questions(metric)]}
    if metric.synonyms:
        context = {"synonyms": metric.synonyms, **context}
    extension = {
        "time": f"{prefix}{metric.formula.time}",
        "grain": metric.grain,
        "over_time": metric.over_time,
        "null_over_several_periods": metric.is_exported_by_grain_only,
        "label": metric.label,
        "unit": metric.meta["unit"],
        "version": metric.version,
        "owner": metric.meta["owner"],
        "can_be_grouped": metric.is_of_rows,
    }
    return {
        "name": metric.name,
        "expression": _expression(sql),
        "description": metric.description_with_warning,
        "ai_context": context,
        "custom_extensions": [{"vendor_name": "COMMON", "data": json.dumps(extension)}],
    }

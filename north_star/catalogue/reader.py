"""Reads the manifest, the built demo and the reference seeds into the catalogue."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb

from north_star.catalogue.formulas import (
    Manifest,
    SeveralDatasetsError,
    formula_of_mart,
    formula_of_rows,
    in_words,
    inputs_of,
)
from north_star.catalogue.records import TIERS, Catalogue, Column, Dataset, Formula, Metric
from north_star.errors import UserError
from north_star.governance.registry import Version, latest, read

Published = Mapping[str, tuple[str, tuple[str, ...]]]  # metric: grain, breakdowns
Listed = dict[str, tuple[str, str | None]]  # what can be added up, and the headline, by metric
Pairs = list[tuple[str, str]]


class NotBuiltError(UserError):
    """The demo must be built first; the text says how."""


def read_manifest(path: Path) -> dict[str, Any]:
    """The manifest of the last dbt run."""
    if not path.exists():
        raise NotBuiltError(f"{path} is missing: run `uv run dbt build` first")
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return manifest


def read_catalogue(manifest: Manifest, database: Path, root: Path) -> Catalogue:
    """Everything known about the metrics of the project in the folder `root`."""
    if not database.exists():
        raise NotBuiltError(f"{database} is missing: run `uv run dbt build` first")
    published = _published(database)
    seeds, versions = root / "seeds" / "reference", latest(read(root))
    tree = _pairs(seeds / "metric_tree_children.csv", "parent_metric", "child_metric")
    hypotheses = _pairs(seeds / "metric_influencers.csv", "outcome_metric", "influencer_metric")
    listed = _listed(database)
    metrics = tuple(
        _metric(manifest, one, versions.get(one["name"]), published, tree, hypotheses, listed)
        for one in ordered(manifest["metrics"].values())
    )
    wanted = {metric.formula.dataset for metric in metrics}
    datasets = {name: _dataset(manifest, name) for name in wanted}
    for target in {key[1] for dataset in datasets.values() for key in dataset.keys} - wanted:
        datasets[target] = _dataset(manifest, target)
    return Catalogue(metrics, tuple(datasets[name] for name in sorted(datasets)))


def ordered(metrics: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """North Star first, then by tier and name."""
    return sorted(metrics, key=lambda one: (TIERS.index(one["config"]["meta"]["tier"]), one["name"]))


def _published(database: Path) -> Published:
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "select metric_name, min(period_grain), list_sort(list(distinct breakdown))"
            " from marts.metric_values group by all"
        ).fetchall()
    # The total first, then by name.
    return {
        name: (grain, tuple(sorted(breakdowns, key=lambda one: (one != "total", one))))
        for name, grain, breakdowns in rows
    }


def _listed(database: Path) -> Listed:
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "select metric_name, add_up, headline_mart from marts.metric_catalog"
        ).fetchall()
    return {name: (add_up, headline) for name, add_up, headline in rows}


def _pairs(path: Path, left: str, right: str) -> Pairs:
    with path.open(encoding="utf-8", newline="") as lines:
        return [(row[left], row[right]) for row in csv.DictReader(lines)]


def _metric(
    manifest: Manifest,
    metric: dict[str, Any],
    version: Version | None,
    published: Published,
    tree: Pairs,
    hypotheses: Pairs,
    listed: Listed,
) -> Metric:
    name, meta = metric["name"], metric["config"]["meta"]
    add_up, headline = listed[name]
    formula, is_of_rows = _formula(manifest, metric, headline)
    grain, breakdowns = published[name] if name in published else (_grain(manifest, formula), ())
    return Metric(
        name=name,
        label=metric["label"],
        description=" ".join(metric["description"].split()),
        type=metric["type"],
        formula_in_words=in_words(metric),
        meta=meta,
        version=version.metric_version if version else 1,
        effective_from=version.effective_from if version else None,
        deprecated_after=(version.deprecated_after or None) if version else None,
        successor=(version.successor or None) if version else None,
        formula=formula,
        is_of_rows=is_of_rows,
        inputs=tuple(inputs_of(metric)),
        group_by=tuple(sorted(_group_by(manifest, metric))),
        grain=grain,
        breakdowns=breakdowns,
        over_time=meta["over_time"],
        add_up=add_up,
        headline=headline,
        made_of=tuple(child for parent, child in tree if parent == name),
        part_of=tuple(sorted(parent for parent, child in tree if child == name)),
        outcomes=tuple(sorted(outcome for outcome, influencer in hypotheses if influencer == name)),
        influencers=tuple(sorted(influencer for outcome, influencer in hypotheses if outcome == name)),
    )


def _formula(manifest: Manifest, metric: dict[str, Any], headline: str | None) -> tuple[Formula, bool]:
    try:
        return formula_of_rows(manifest, metric["name"]), True
    except SeveralDatasetsError:
        if headline is None:
            raise
        columns = _node(manifest, headline)["columns"].values()
        time = next(column["name"] for column in columns if column["data_type"] == "date")
        return formula_of_mart(metric["name"], headline, time), False


def _node(manifest: Manifest, name: str) -> dict[str, Any]:
    node: dict[str, Any] = manifest["nodes"][f"model.{manifest['metadata']['project_name']}.{name}"]
    return node


def _semantic_models(manifest: Manifest, dataset: str) -> list[dict[str, Any]]:
    return [one for one in manifest["semantic_models"].values() if one["refs"][0]["name"] == dataset]


def _grain(manifest: Manifest, formula: Formula) -> str:
    """Of a metric that metric_values does not hold: the time dimension's own."""
    [dimension] = [
        one
        for model in _semantic_models(manifest, formula.dataset)
        for one in model["dimensions"]
        if one["name"] == formula.time
    ]
    return str(dimension["type_params"]["time_granularity"])


def _group_by(manifest: Manifest, metric: dict[str, Any]) -> set[str]:
    """What MetricFlow can group it by: what all of its inputs can be grouped by."""
    inputs = inputs_of(metric)
    if inputs:
        prefix = metric["unique_id"].rpartition(".")[0]
        found = [_group_by(manifest, manifest["metrics"][f"{prefix}.{one}"]) for one in inputs]
        return set.intersection(*found)
    wanted = metric["type_params"]["metric_aggregation_params"]["semantic_model"]
    models = manifest["semantic_models"].values()
    model = next(one for one in models if one["name"] == wanted)
    primary = {e["name"]: one for one in models for e in one["entities"] if e["type"] == "primary"}
    own = model["primary_entity"] or next(e["name"] for e in model["entities"] if e["type"] == "primary")
    joined = {e["name"]: primary[e["name"]] for e in model["entities"] if e["name"] in _SHARED}
    return {
        f"{entity}__{dimension['name']}"
        for entity, one in {own: model, **joined}.items()
        for dimension in one["dimensions"]
        if dimension["type"] == "categorical"
    }


_SHARED = {"account": "accounts", "user": "users"}  # entities that others refer to, and where they are a key


def _dataset(manifest: Manifest, name: str) -> Dataset:
    node = _node(manifest, name)
    columns = tuple(
        Column(column["name"], column["data_type"], " ".join(column["description"].split()))
        for column in node["columns"].values()
    )
    dimensions = {"breakdown", "breakdown_value"}
    times = {column.name for column in columns if column.data_type == "date"}
    keys = []
    for model in _semantic_models(manifest, name):
        dimensions |= {one["expr"] or one["name"] for one in model["dimensions"]}
        for entity in model["entities"]:
            column = entity["expr"] or entity["name"]
            dimensions.add(column)
            if _SHARED.get(entity["name"], name) != name:
                keys.append((column, _SHARED[entity["name"]], column))
    known = {column.name for column in columns}
    return Dataset(
        name=name,
        schema=node["schema"],
        description=" ".join(node["description"].split()),
        columns=columns,
        primary_key=tuple(node["primary_key"] or _key(manifest, node)),
        dimensions=frozenset((dimensions | times) & known),
        times=frozenset(times),
        keys=tuple(sorted(keys)),
    )


def _key(manifest: Manifest, node: dict[str, Any]) -> list[str]:
    """The columns of the test that says the model's grain."""
    for test in manifest["nodes"].values():
        metadata = test.get("test_metadata") or {}
        if test.get("attached_node") == node["unique_id"] and metadata.get("name") == "rows_are_sound":
            columns: list[str] = metadata["kwargs"].get("key", [])
            return columns
    return []

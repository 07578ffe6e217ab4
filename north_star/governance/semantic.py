"""The parts of a metric's YAML that involve no columns, and the names its expressions may use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlglot
from sqlglot import exp

from north_star.governance.expressions import LineageError
from north_star.governance.nodes import Node
from north_star.governance.relations import Relation

Parts = dict[str, Node]


@dataclass
class Fixed:
    """A scope of given names."""

    names: Parts | Relation

    def column(self, column: exp.Column) -> Node:
        name = column.name.lower()
        try:
            return self.names.column(name) if isinstance(self.names, Relation) else self.names[name]
        except KeyError as problem:
            raise LineageError(f"unknown name {name}") from problem

    def aggregate(self, call: exp.Expr) -> Node | None:  # noqa: ARG002
        return None

    def window(self, window: exp.Window) -> Node:
        raise LineageError(f"a window in YAML: {window.sql(dialect='duckdb')}")

    def query(self, query: exp.Expr) -> tuple[Node, Node]:
        raise LineageError(f"a query in YAML: {query.sql(dialect='duckdb')}")

    def unnested(self, call: exp.Expr) -> Node:
        raise LineageError(f"unnest in YAML: {call.sql(dialect='duckdb')}")


def parse(expression: str) -> exp.Expr:
    return sqlglot.parse_one(str(expression), dialect="duckdb")


def where(part: dict[str, Any]) -> list[dict[str, str]]:
    return (part.get("filter") or {}).get("where_filters") or []


def input_metrics(metric: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The input metrics by role (or by name in the formula)."""
    parameters = metric["type_params"]
    cumulative = (parameters.get("cumulative_type_params") or {}).get("metric")
    found = {role: parameters[role] for role in ("numerator", "denominator") if parameters.get(role)}
    found |= {"of": cumulative} if cumulative else {}
    return found | {one["alias"] or one["name"]: one for one in parameters.get("metrics") or []}


def plain_parts(metric: dict[str, Any]) -> Parts:
    """What the YAML says without columns: aggregation, windows, offsets, how gaps are filled."""
    parameters = metric["type_params"]
    found: dict[str, Any] = {"formula": parameters["expr"] if metric["type"] == "derived" else None}
    aggregated = parameters["metric_aggregation_params"]
    if aggregated:
        given = {k: v for k, v in (aggregated["agg_params"] or {}).items() if v}
        found["aggregation"] = aggregated["agg"] + (f" {words(given)}" if given else "")
        found["non-additive over"] = words(aggregated["non_additive_dimension"])
    cumulative = parameters["cumulative_type_params"] or {}
    found["window"] = words(cumulative.get("window"))
    found["grain to date"] = cumulative.get("grain_to_date")
    found["period aggregation"] = cumulative.get("period_agg")
    found["conversion"] = words(parameters["conversion_type_params"])
    found["nulls are"] = parameters["fill_nulls_with"]
    found["joined to the time spine"] = parameters["join_to_timespine"] or None
    for role, one in input_metrics(metric).items():
        found[f"offset of {role}"] = words(one["offset_window"]) or one["offset_to_grain"]
    return {
        name: Node("verbatim", str(value))
        for name, value in found.items()
        if value is not None and value != ""
    }


def words(value: Any) -> str:
    """A small structure of the YAML in words: `28 day`, `month_start, max`."""
    if isinstance(value, dict):
        return ", ".join(words(one) for one in value.values() if one) if "count" not in value else (
            f"{value['count']} {value['granularity']}s"
        )  # fmt: skip
    if isinstance(value, list):
        return ", ".join(words(one) for one in value)
    return "" if value is None else str(value)

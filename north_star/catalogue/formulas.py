"""Turns a metric of the manifest into SQL over one dataset."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlglot
from sqlglot import exp

from north_star.catalogue.records import PERIODS, Aggregate, Formula

DIMENSION = re.compile(r"\{\{ Dimension\('\w+?__(\w+)'\) \}\}")
SNAPSHOTS = ("first", "last")  # values of `over_time` that choose one period of several
Manifest = Mapping[str, Any]


class SeveralDatasetsError(Exception):
    """No single table holds everything that the metric needs."""


@dataclass
class _Expansion:
    """Collects the aggregates of one metric while its formula is written."""

    manifest: Manifest
    parts: list[Aggregate] = field(default_factory=list)
    snapshots: list[Aggregate] = field(default_factory=list)  # those of them that do not add up over time

    def metric(self, name: str) -> dict[str, Any]:
        project = self.manifest["metadata"]["project_name"]
        found: dict[str, Any] = self.manifest["metrics"][f"metric.{project}.{name}"]
        return found

    def text(self, name: str, conditions: Sequence[str], divided: bool = False) -> str:
        """SQL of the metric; `divided` if it is part of a quotient, which must not divide integers."""
        metric = self.metric(name)
        parameters = metric["type_params"]
        conditions = [*conditions, *_conditions(metric)]
        if metric["type"] == "simple":
            placeholder = self._placeholder(metric, conditions)
            if metric["config"]["meta"]["over_time"] in SNAPSHOTS:
                self.snapshots.append(self.parts[int(placeholder.strip("{}"))])
            return f"(1.0 * {placeholder})" if divided else placeholder
        if metric["type"] == "ratio":
            above = self.text(parameters["numerator"]["name"], conditions, divided=True)
            below = self.text(parameters["denominator"]["name"], conditions)
            return f"({above} / nullif({below}, 0))"
        if metric["type"] == "derived":
            inputs = {one["alias"] or one["name"]: one["name"] for one in parameters["metrics"]}

            def expanded(node: exp.Expression) -> exp.Expression:
                if isinstance(node, exp.Column) and node.name in inputs:
                    return exp.Var(this=self.text(inputs[node.name], conditions, divided=True))
                return node

            tree = sqlglot.parse_one(parameters["expr"], dialect="duckdb")
            return f"({tree.transform(expanded).sql(dialect='duckdb')})"
        raise SeveralDatasetsError(f"{name} looks back over days: no sum over one period's rows")

    def of_one_period(self, text: str) -> str:
        """Null over several periods, if part of it is a snapshot: no aggregate chooses one of them."""
        if not self.snapshots:
            return text
        counts = [self._added(periods(part.dataset, part.time, part.condition)) for part in self.snapshots]
        condition = " and ".join(f"{count} = 1" for count in dict.fromkeys(counts))
        return f"case when {condition} then {text} end"

    def _placeholder(self, metric: dict[str, Any], conditions: Sequence[str]) -> str:
        parameters = metric["type_params"]
        aggregation = parameters["metric_aggregation_params"]
        models = self.manifest["semantic_models"].values()
        model = next(one for one in models if one["name"] == aggregation["semantic_model"])
        part = Aggregate(
            metric=metric["name"],
            dataset=model["refs"][0]["name"],
            time=aggregation["agg_time_dimension"] or model["defaults"]["agg_time_dimension"],
            function=aggregation["agg"],
            expression=parameters["expr"] or metric["name"],
            condition=" and ".join(conditions) or None,
            percentile=aggregation["agg_params"]["percentile"],
        )
        place = self._added(part)
        if len({(one.dataset, one.time) for one in self.parts}) > 1:
            raise SeveralDatasetsError(f"{metric['name']} is of another table than what it is compared with")
        return place

    def _added(self, part: Aggregate) -> str:
        if part not in self.parts:
            self.parts.append(part)
        return f"{{{self.parts.index(part)}}}"


def _conditions(metric: Mapping[str, Any]) -> list[str]:
    filters = metric["filter"]["where_filters"] if metric["filter"] else []
    return [DIMENSION.sub(r"\1", one["where_sql_template"]) for one in filters]


def formula_of_rows(manifest: Manifest, name: str) -> Formula:
    """The metric over the rows of its facts; raises if it needs more than one table."""
    expansion = _Expansion(manifest)
    text = expansion.of_one_period(_without_outer_brackets(expansion.text(name, [])))
    return Formula(text, tuple(expansion.parts))


def _without_outer_brackets(text: str) -> str:
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0 and place < len(text) - 1:
            return text
    return text[1:-1] if text.startswith("(") else text


def formula_of_mart(metric: str, mart: str, time: str) -> Formula:
    """The metric's total as its headline has it: one row a period, so the maximum of one is the value."""
    parts = (Aggregate(metric, mart, time, "max", metric), periods(mart, time))
    return Formula("case when {1} = 1 then {0} end", parts)


def periods(dataset: str, time: str, condition: str | None = None) -> Aggregate:
    """How many periods are looked at."""
    return Aggregate(PERIODS, dataset, time, "count_distinct", time, condition)


def qualified(sql: str, prefix: str) -> str:
    """The SQL with a prefix on each column: `x` and `orders.` give `orders.x`."""

    def named(node: exp.Expression) -> exp.Expression:
        return exp.Var(this=f"{prefix}{node.name}") if isinstance(node, exp.Column) else node

    return sqlglot.parse_one(sql, dialect="duckdb").transform(named).sql(dialect="duckdb")


def within(part: Aggregate, prefix: str) -> str:
    """The aggregated expression, null where the condition does not hold."""
    what = qualified(part.expression, prefix)
    if part.condition is None:
        return what
    return f"CASE WHEN {qualified(part.condition, prefix)} THEN {what} END"


def aggregation(part: Aggregate, prefix: str) -> str:
    """The aggregate in standard SQL."""
    what = within(part, prefix)
    if part.function == "count_distinct":
        return f"COUNT(DISTINCT {what})"
    if part.function in ("median", "percentile"):
        share = part.percentile if part.function == "percentile" else 0.5
        return f"PERCENTILE_CONT({share}) WITHIN GROUP (ORDER BY {what})"
    return f"{ {'sum': 'SUM', 'average': 'AVG', 'max': 'MAX'}[part.function] }({what})"


def in_words(metric: Mapping[str, Any]) -> str:
    """The computation in one line."""
    parameters = metric["type_params"]
    where = "".join(f", where {one}" for one in _conditions(metric))
    if metric["type"] == "ratio":
        return f"{parameters['numerator']['name']} / {parameters['denominator']['name']}{where}"
    if metric["type"] == "derived":
        return " ".join(parameters["expr"].split())
    if metric["type"] == "cumulative":
        over = parameters["cumulative_type_params"]
        span = over["window"]
        return f"{over['metric']['name']} over {span['count']} {span['granularity']}s"
    how = parameters["metric_aggregation_params"]
    function = how["agg"].replace("_", " ")
    return f"{function} of {parameters['expr'] or metric['name']} in {how['semantic_model']}{where}"


def inputs_of(metric: Mapping[str, Any]) -> list[str]:
    """Names of the metric's input metrics."""
    parameters = metric["type_params"]
    if metric["type"] == "ratio":
        return [parameters["numerator"]["name"], parameters["denominator"]["name"]]
    if metric["type"] == "cumulative":
        return [parameters["cumulative_type_params"]["metric"]["name"]]
    return [one["name"] for one in parameters["metrics"]]

"""The canonical definition of a metric: its YAML and everything that its inputs and columns depend on."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlglot import exp

from north_star.governance.expressions import LineageError, canonical
from north_star.governance.lineage import Key, parsed
from north_star.governance.manifest import State
from north_star.governance.nodes import Node, operation
from north_star.governance.relations import Relation
from north_star.governance.semantic import Fixed, Parts, input_metrics, parse, plain_parts, where

REFERENCE = re.compile(r"\{\{\s*(?:Dimension|TimeDimension|Entity|Metric)\(\s*['\"]([^'\"]+)['\"][^}]*\}\}")
PUBLISHED_COLUMNS = (
    "period_grain",
    "period_start",
    "breakdown",
    "breakdown_value",
    "value",
    "numerator",
    "denominator",
)
VALUES_MART = "metric_values"


@dataclass(frozen=True)
class Definition:
    """A metric's meaning, part by part.

    `semantic` and `published` are in terms of models, for words; `whole` is the same in terms of raw columns,
    where it makes no difference through which models and CTEs they come.
    """

    name: str
    kind: str
    semantic: Parts
    published: Parts
    inputs: dict[str, str]
    whole: Node
    meaning: str
    models: dict[str, frozenset[str]]
    seeds: dict[str, tuple[tuple[str, ...], ...]]
    seed_columns: dict[str, tuple[str, ...]]
    variables: dict[str, str]

    @property
    def fingerprint(self) -> str:
        return self.whole.digest[:12]


@dataclass
class Definitions:
    """All metrics of one state of the project."""

    state: State
    known: dict[str, Definition] = field(default_factory=dict)
    branches: dict[str, exp.Select] = field(default_factory=dict)

    def __post_init__(self) -> None:
        lineage = self.state.lineage
        if VALUES_MART in lineage.keys:
            for alias in parsed(lineage.models[lineage.keys[VALUES_MART]][1]).find_all(exp.Alias):
                if alias.alias == "metric_name" and isinstance(alias.this, exp.Literal):
                    select = alias.find_ancestor(exp.Select)
                    if select is not None:
                        self.branches[str(alias.this.this)] = select

    def all(self) -> dict[str, Definition]:
        return {name: self.of(name) for name in sorted(self.state.metrics)}

    def of(self, name: str) -> Definition:
        if name not in self.known:
            try:
                self.known[name] = self.define(self.state.metrics[name])
            except LineageError as problem:
                raise LineageError(f"metric {name}: {problem}") from problem
        return self.known[name]

    def define(self, metric: dict[str, Any]) -> Definition:
        lineage = self.state.lineage
        parameters = metric["type_params"]
        inputs = {role: one["name"] for role, one in input_metrics(metric).items()}
        own, whole = (
            {**plain_parts(metric), **self.semantic_parts(metric, model)}
            for model in (lineage.own_table, lineage.model)
        )
        own_published, whole_published = (
            self.published_parts(metric, parent, model)
            for parent, model in (
                (lineage.as_table, lineage.own_table), (lineage.model_by_key, lineage.model)
            )
        )  # fmt: skip
        made_of = Node(
            "metric", metric["type"],
            [
                *(Node("part", name, (node,)) for name, node in sorted(whole.items())),
                *(
                    Node("input", role, (Node("metric", self.of(one).meaning),))
                    for role, one in sorted(inputs.items())
                ),
            ],
        )  # fmt: skip
        if metric["type"] == "derived":
            made_of = self.derived(made_of, str(parameters["expr"]), inputs, whole)
        reads = {read for node in [*own.values(), *own_published.values()] for read in node.reads}
        for one in inputs.values():
            reads |= {(model, column) for model, columns in self.of(one).models.items() for column in columns}
        needed = lineage.needed(reads)
        published = Node(
            "published", "", [Node("part", n, (node,)) for n, node in sorted(whole_published.items())]
        )
        seeds, seed_columns = self.reference_rows(metric, Node("all", "", (made_of, published)), inputs)
        rows = [
            Node("rows of", seed, [Node("literal", "\0".join(row)) for row in found])
            for seed, found in seeds.items()
        ]
        fingerprints = [Node("input", role, (self.of(one).whole,)) for role, one in sorted(inputs.items())]
        models = {name: columns for name, columns in needed.items() if name in lineage.keys}
        settings = {one for model in models for one in self.state.settings_of(model)}
        return Definition(
            name=metric["name"],
            kind=metric["type"],
            semantic=own,
            published=own_published,
            inputs=inputs,
            whole=Node("definition", "", [made_of, published, *rows, *fingerprints]),
            meaning=Node("meaning", "", [made_of, *rows]).digest,
            models=models,
            seeds=seeds,
            seed_columns=seed_columns,
            variables={one: self.state.variables[one] for one in sorted(settings)},
        )

    def derived(self, made_of: Node, expression: str, inputs: dict[str, str], whole: Parts) -> Node:
        """The names of its inputs are not part of a formula: their meanings replace them."""
        meanings = {role: Node("metric", self.of(one).meaning) for role, one in inputs.items()}
        formula = canonical(parse(expression), Fixed(meanings))
        offsets = [Node("part", name, (node,)) for name, node in sorted(whole.items()) if name != "formula"]
        return Node("metric", made_of.value, [Node("part", "formula", (formula,)), *offsets])

    def semantic_parts(self, metric: dict[str, Any], model: Callable[[str], Relation]) -> Parts:
        """What the YAML says in terms of columns: the expression, its time and the filters."""
        parts: Parts = {}
        aggregated = metric["type_params"]["metric_aggregation_params"]
        if aggregated:
            semantic = self.state.semantic_models[aggregated["semantic_model"]]
            relation = model(semantic["node_relation"]["alias"])
            scope = Fixed(relation)
            expression = str(metric["type_params"]["expr"] or metric["name"])
            parts["expression"] = canonical(parse(expression), scope)
            time = aggregated["agg_time_dimension"] or (semantic["defaults"] or {}).get("agg_time_dimension")
            dimension = next(one for one in semantic["dimensions"] if one["name"] == time)
            parts["time"] = canonical(parse(str(dimension["expr"] or time)), scope)
            parts["rows"] = relation.rows.node
        filters = [self.condition(one["where_sql_template"], model) for one in where(metric)]
        for role, one in input_metrics(metric).items():
            found = [self.condition(each["where_sql_template"], model) for each in where(one)]
            if found:
                parts[f"filter of {role}"] = operation("and", found)
        if filters:
            parts["filter"] = operation("and", filters)
        return parts

    def condition(self, template: str, model: Callable[[str], Relation]) -> Node:
        """A filter of the YAML, its dimensions as columns."""
        names: Parts = {}

        def named(found: re.Match[str]) -> str:
            placeholder = f"dimension_{len(names)}"
            names[placeholder] = self.dimension(found[1], model)
            return placeholder

        return canonical(parse(REFERENCE.sub(named, template)), Fixed(names))

    def dimension(self, name: str, model: Callable[[str], Relation]) -> Node:
        entity, _, column = name.rpartition("__")
        for semantic in self.state.semantic_models.values():
            if any(one["name"] == entity and one["type"] == "primary" for one in semantic["entities"]):
                for one in semantic["dimensions"]:
                    if one["name"] == column:
                        relation = model(semantic["node_relation"]["alias"])
                        return canonical(parse(one["expr"] or column), Fixed(relation))
        return Node("verbatim", name)

    def published_parts(
        self, metric: dict[str, Any], parent: Callable[[Key], Relation], model: Callable[[str], Relation]
    ) -> Parts:
        """Its select in the mart of all values; of a metric that is not published, its column."""
        meta = metric["config"]["meta"]
        if metric["name"] in self.branches:
            select = self.branches[metric["name"]]
            relation = self.state.lineage.read(select, parent, f"{VALUES_MART} ({metric['name']})")
            columns = [name for name in PUBLISHED_COLUMNS if name in relation.columns]
        elif meta.get("mart") in self.state.lineage.keys:
            relation = model(meta["mart"])
            columns = sorted(
                {meta["column"], *self.state.grains.get(meta["mart"], [])} & set(relation.columns)
            )
            return {
                "value" if one == meta["column"] else f"grain {one}": relation.column(one) for one in columns
            } | {"rows": relation.rows.node}
        else:
            return {}
        return {**{name: relation.column(name) for name in columns}, "rows": relation.rows.node}

    def reference_rows(
        self, metric: dict[str, Any], whole: Node, inputs: dict[str, str]
    ) -> tuple[dict[str, tuple[tuple[str, ...], ...]], dict[str, tuple[str, ...]]]:
        """Rows of reference files that the metric depends on, sorted, with only the columns that it reads."""
        rows, columns = {}, {}
        reads = set(whole.reads)
        for seed in sorted({table for table, _ in reads} & set(self.state.seed_nodes)):
            wanted = sorted({column for table, column in reads if table == seed} - {"*"})
            kept = [row for row in self.state.seed(seed)[1] if counts(self.state, metric, seed, row)]
            rows[seed] = tuple(sorted(tuple(row.get(column, "") for column in wanted) for row in kept))
            columns[seed] = tuple(wanted)
        for one in inputs.values():
            for seed, found in self.of(one).seeds.items():
                if seed not in rows:
                    rows[seed], columns[seed] = found, self.of(one).seed_columns[seed]
        return rows, columns


def counts(state: State, metric: dict[str, Any], seed: str, row: dict[str, str]) -> bool:
    """Whether a row can change the metric: other North Star definitions, policies and windows cannot.

    Blanks around a name leave the row in: some models trim it.
    """
    row = trimmed(row)
    if seed == "north_star_definitions":
        return row["is_primary"].lower() == "true"
    if seed == "north_star_conditions":
        primary = {
            (one["definition_name"], one["definition_version"])
            for one in map(trimmed, state.seed("north_star_definitions")[1])
            if one["is_primary"].lower() == "true"
        }
        return (row["definition_name"], row["definition_version"]) in primary
    if seed == "revenue_policies":
        return row["policy_name"] == state.variables["revenue_policy"]
    if seed == "usage_retention_windows":
        window = metric["config"]["meta"].get("window_name")
        return window is None or row["window_name"] == window
    return True


def trimmed(row: dict[str, str]) -> dict[str, str]:
    return {name: cell.strip() for name, cell in row.items()}

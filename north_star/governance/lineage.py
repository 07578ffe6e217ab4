"""The meaning of every model's columns, in terms of its parents and of raw columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from north_star.governance.expressions import LineageError
from north_star.governance.nodes import Node
from north_star.governance.queries import relation_of
from north_star.governance.relations import Relation, table

Key = tuple[str, str]


@cache
def parsed(sql: str) -> exp.Expr:
    """The single statement of a model."""
    statements = [one for one in sqlglot.parse(sql, dialect="duckdb") if one is not None]
    if len(statements) != 1:
        raise LineageError(f"{len(statements)} statements, not one")
    return statements[0]


@dataclass(frozen=True)
class Table:
    """A raw table or a seed."""

    name: str
    columns: tuple[str, ...]


@dataclass
class Lineage:
    """The models (name and SQL) and tables of a project, by schema and name as the SQL names them."""

    models: dict[Key, tuple[str, str]]
    tables: dict[Key, Table]
    whole: dict[Key, Relation] = field(default_factory=dict)
    own: dict[Key, Relation] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.keys = {name: key for key, (name, _) in self.models.items()}

    def model(self, name: str) -> Relation:
        """A model in terms of raw tables and seeds, whatever models and CTEs are in between."""
        return self.built(self.keys[name], self.whole, self.model_by_key)

    def own_model(self, name: str) -> Relation:
        """A model in terms of the models that it reads."""
        return self.built(self.keys[name], self.own, self.as_table)

    def own_table(self, name: str) -> Relation:
        """A model as a table that others read."""
        return self.as_table(self.keys[name])

    def model_by_key(self, key: Key) -> Relation:
        return self.built(key, self.whole, self.model_by_key)

    def as_table(self, key: Key) -> Relation:
        name, _ = self.models[key]
        return table(name, self.own_model(name).columns)

    def built(self, key: Key, known: dict[Key, Relation], parent: Callable[[Key], Relation]) -> Relation:
        if key not in known:
            name, sql = self.models[key]
            try:
                known[key] = self.read(parsed(sql), parent, name)
            except SqlglotError as problem:
                raise LineageError(f"{name}: the SQL cannot be read: {problem}") from problem
        return known[key]

    def read(self, query: exp.Expr, parent: Callable[[Key], Relation], name: str) -> Relation:
        """The relation of a query that may read any model, seed or raw table."""

        def resolve(tree: exp.Table) -> Relation:
            found = (tree.db.lower(), tree.name.lower())
            if found in self.models:
                return parent(found)
            if found in self.tables:
                return table(self.tables[found].name, self.tables[found].columns)
            raise LineageError(f"{name} reads {'.'.join(found)}, which is not a model, seed or source")

        return relation_of(query, resolve)

    def column(self, model: str, column: str) -> Node:
        """A column down to the raw columns."""
        try:
            return self.model(model).column(column.lower())
        except KeyError as problem:
            raise LineageError(f"{model} has no column {column}") from problem

    def needed(self, reads: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
        """Models, seeds and raw tables behind these columns, with the columns needed of each."""
        found: dict[str, set[str]] = {}
        waiting = list(reads)
        while waiting:
            name, column = waiting.pop()
            columns = found.setdefault(name, set())
            if column in columns:
                continue
            columns.add(column)
            if name in self.keys:
                relation = self.own_model(name)
                node = relation.rows.node if column == "*" else relation.column(column)
                waiting += node.reads
        return {name: frozenset(columns) for name, columns in found.items()}

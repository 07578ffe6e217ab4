"""Turns a parsed query into its relation: CTEs, set operations and sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp

from north_star.governance.expressions import LineageError, canonical, generic
from north_star.governance.nodes import Node
from north_star.governance.relations import Instance, Relation, Rows, numbered, united
from north_star.governance.selects import Ctes, SelectScope

Tables = Callable[[exp.Table], Relation]
SET_OPERATIONS = (exp.Union, exp.Except, exp.Intersect)


def relation_of(query: exp.Expr, tables: Tables) -> Relation:
    """The relation of a whole statement."""
    return Reader(tables).query(query, {}, None)


@dataclass
class Reader:
    """Reads queries; `tables` resolves tables outside the statement."""

    tables: Tables

    def query(self, query: exp.Expr, ctes: Ctes, parent: SelectScope | None) -> Relation:
        if isinstance(query, exp.Subquery):
            return self.query(query.this, ctes, parent)
        if query.args.get("with_"):
            ctes = self.with_ctes(query, ctes, parent)
        if isinstance(query, SET_OPERATIONS):
            return self.set_operation(query, ctes, parent)
        if isinstance(query, exp.Select):
            return SelectScope(self, query, ctes, parent).relation()
        raise LineageError(f"no query: {query.sql(dialect='duckdb')[:120]}")

    def with_ctes(self, query: exp.Expr, ctes: Ctes, parent: SelectScope | None) -> Ctes:
        ctes = dict(ctes)
        for cte in query.args["with_"].expressions:
            name = cte.alias.lower()
            columns = [column.name.lower() for column in cte.args["alias"].args.get("columns") or []]
            reads_itself = any(
                one.name.lower() == name and not one.db for one in cte.this.find_all(exp.Table)
            )
            if reads_itself and query.args["with_"].args.get("recursive"):
                ctes[name] = self.recursive(cte.this, name, columns, ctes, parent)
            else:
                relation = self.query(cte.this, ctes, parent)
                ctes[name] = relation.renamed(columns) if columns else relation
        return ctes

    def recursive(
        self,
        query: exp.Expr,
        name: str,
        columns: list[str],
        ctes: Ctes,
        parent: SelectScope | None,
    ) -> Relation:
        """Rows that are made of rows before them: one thing, with all of its columns, by position."""
        first = query
        while isinstance(first, SET_OPERATIONS):
            first = first.this
        names = columns or list(self.query(first, ctes, parent).columns)
        instance = Instance(Node("table", "(rows before)"))
        before = Relation(Rows((instance,)), numbered(instance, names))
        body = self.query(query, {**ctes, name: before}, parent)
        node = Node("recursive", "", (body.rows.node, *(body.column(one) for one in body.columns)))
        return body.renamed(names).wrapped(node)

    def set_operation(self, query: exp.Expr, ctes: Ctes, parent: SelectScope | None) -> Relation:
        if query.args.get("by_name") or query.args.get("order") or query.args.get("limit"):
            raise LineageError(f"not followed: {query.sql(dialect='duckdb')[:120]}")
        is_distinct = bool(query.args.get("distinct"))
        if isinstance(query, exp.Union):
            branches = [self.query(one, ctes, parent) for one in operands(query, is_distinct)]
            if len({len(branch.columns) for branch in branches}) > 1:
                raise LineageError(f"branches of different width: {query.sql(dialect='duckdb')[:120]}")
            return united(branches, is_distinct)
        left, right = self.query(query.this, ctes, parent), self.query(query.expression, ctes, parent)
        parts = [one.column(name) for one in (left, right) for name in one.columns]
        kind = f"{type(query).__name__.lower()} {'distinct' if is_distinct else 'all'}"
        return left.wrapped(Node(kind, "", (left.rows.node, right.rows.node, *parts)))

    def source(self, tree: exp.Expr, ctes: Ctes, parent: SelectScope | None) -> tuple[str, Relation]:
        alias = tree.alias_or_name.lower()
        names = (
            [one.name.lower() for one in tree.args["alias"].args.get("columns") or []]
            if tree.args.get("alias")
            else []
        )
        if isinstance(tree, exp.Table) and isinstance(tree.this, exp.Identifier):
            found = ctes.get(tree.name.lower()) if not tree.db else None
            relation = found or self.tables(tree)
        elif isinstance(tree, exp.Subquery):
            relation = self.query(tree, ctes, parent)
        elif isinstance(tree, exp.Values | exp.Table):
            call = tree.this if isinstance(tree, exp.Table) else exp.Array(expressions=tree.expressions)
            instance = Instance(Node("made", "", (canonical(call, NoNames(self)),)))
            relation = Relation(Rows((instance,)), numbered(instance, names or [alias or made_name(call)]))
            names = []
        else:
            raise LineageError(f"no source: {tree.sql(dialect='duckdb')[:120]}")
        return alias, relation.renamed(names) if names else relation


def made_name(call: exp.Expr) -> str:
    """DuckDB names the column of a table function after it."""
    if isinstance(call, exp.GenerateSeries):
        return "range" if call.args.get("is_end_exclusive") else "generate_series"
    return str(call.sql(dialect="duckdb")).partition("(")[0].lower()


def operands(query: exp.Expr, is_distinct: bool) -> list[exp.Expr]:
    """The branches of nested unions of one kind."""
    if isinstance(query, exp.Subquery) and not query.args.get("with_"):
        return operands(query.this, is_distinct)
    same = isinstance(query, exp.Union) and bool(query.args.get("distinct")) == is_distinct
    if same and (not query.args.get("with_") or query.parent is None):
        return [*operands(query.this, is_distinct), *operands(query.expression, is_distinct)]
    return [query]


@dataclass
class NoNames:
    """Where no column can be referred to: the arguments of a table function."""

    reader: Reader

    def column(self, column: exp.Column) -> Node:
        return Node("verbatim", column.sql(dialect="duckdb").lower())

    def aggregate(self, call: exp.Expr) -> Node | None:  # noqa: ARG002
        return None

    def window(self, window: exp.Window) -> Node:
        raise LineageError(f"a window in a table function: {window.sql(dialect='duckdb')}")

    def query(self, query: exp.Expr) -> tuple[Node, Node]:
        found = self.reader.query(query, {}, None)
        return found.rows.node, found.column(next(iter(found.columns)))

    def unnested(self, call: exp.Expr) -> Node:
        return generic(call, self)

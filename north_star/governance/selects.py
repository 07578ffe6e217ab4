"""One `select`: what its names mean, before its rows are grouped and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from sqlglot import exp

from north_star.governance.expressions import LineageError, canonical, generic, unfiltered
from north_star.governance.nodes import Node, conjuncts
from north_star.governance.relations import Instance, Joined, Relation, Rows, digest, join

AGGREGATES = (exp.AggFunc, exp.Filter, exp.WithinGroup)
Ctes = dict[str, Relation]


class Queries(Protocol):
    """Reads the queries within a select, and what it selects from."""

    def query(self, query: exp.Expr, ctes: Ctes, parent: SelectScope | None) -> Relation:
        """The relation of a query."""

    def source(self, tree: exp.Expr, ctes: Ctes, parent: SelectScope | None) -> tuple[str, Relation]:
        """Name and relation of a source."""


@dataclass
class SelectScope:
    """What the names of one `select` mean, before its groups are made and after."""

    reader: Queries
    select: exp.Select
    ctes: Ctes
    parent: SelectScope | None
    names: dict[str, Relation] = field(default_factory=dict)
    grouped: Instance | None = None
    keys: dict[str, Node] = field(default_factory=dict)
    context: Node | None = None
    inside: int = 0

    def relation(self) -> Relation:
        select = self.select
        if select.args.get("kind") or select.args.get("laterals") or select.args.get("sample"):
            raise LineageError(f"not followed: {select.sql(dialect='duckdb')[:120]}")
        rows = join(self.sources(), self.names)
        if select.args.get("where"):
            rows = rows.where(self.conditions(select.args["where"].this))
        items = self.items()
        rows = self.group(rows, items)
        if select.args.get("having"):
            rows = rows.where(self.conditions(select.args["having"].this))
        self.context = rows.node
        if select.args.get("qualify"):
            rows = rows.where(self.conditions(select.args["qualify"].this))
        relation = Relation(rows, items)
        unnest = [
            one for one in select.find_all(exp.Explode, exp.Unnest) if one.find_ancestor(exp.Select) is select
        ]
        if unnest:
            parts = [canonical(one.this or one.expressions[0], self) for one in unnest]
            relation = relation.wrapped(Node("unnest", "", (rows.node, *parts)))
        return self.limited(self.deduplicated(relation))

    def deduplicated(self, relation: Relation) -> Relation:
        distinct = self.select.args.get("distinct")
        if not distinct:
            return relation
        if distinct.args.get("on"):
            raise LineageError(f"not followed: {self.select.sql(dialect='duckdb')[:120]}")
        columns = {relation.column(name).digest: relation.column(name) for name in relation.columns}
        parts = sorted(columns.values(), key=digest)
        return relation.wrapped(Node("distinct", "", (relation.rows.node, *parts)))

    def limited(self, relation: Relation) -> Relation:
        """An order counts only where it decides which rows there are."""
        limit, offset = self.select.args.get("limit"), self.select.args.get("offset")
        if not limit and not offset:
            return relation
        order = self.select.args.get("order")
        parts = [canonical(one, self) for one in (order.expressions if order else [])]
        size = " ".join(one.sql(dialect="duckdb").strip().lower() for one in (limit, offset) if one)
        return relation.wrapped(Node("limit", size, (relation.rows.node, *parts)))

    def sources(self) -> list[Joined]:
        select, found = self.select, []
        if select.args.get("from_"):
            alias, relation = self.reader.source(select.args["from_"].this, self.ctes, self.parent)
            found.append(Joined(alias, relation))
        for tree in select.args.get("joins") or []:
            side = (tree.side or "inner").lower()
            if (
                side not in ("inner", "left", "full")
                or tree.method
                or tree.args.get("using")
                or tree.kind in ("SEMI", "ANTI")
            ):
                raise LineageError(f"not followed: {tree.sql(dialect='duckdb')[:120]}")
            alias, relation = self.reader.source(tree.this, self.ctes, self.parent)
            on = tree.args.get("on")
            found.append(Joined(alias, relation, side, partial(self.conditions, on) if on else list))
        return found

    def conditions(self, tree: exp.Expr) -> list[Node]:
        return conjuncts(canonical(tree, self))

    def items(self) -> dict[str, Callable[[], Node]]:
        """The columns of the select by name, stars written out."""
        found: dict[str, Callable[[], Node]] = {}
        for place, item in enumerate(self.select.expressions):
            star = item.this if isinstance(item, exp.Column) else item
            if isinstance(star, exp.Star):
                if star.args.get("replace") or star.args.get("rename"):
                    raise LineageError(f"not followed: {item.sql(dialect='duckdb')}")
                left_out = {one.name.lower() for one in star.args.get("except_") or []}
                only = item.table.lower() if isinstance(item, exp.Column) else None
                for alias, relation in self.names.items():
                    if only in (None, alias):
                        found |= {
                            n: relation.later(n, self.passed) for n in relation.columns if n not in left_out
                        }
            else:
                name = (item.alias_or_name or f"({place})").lower()
                found[name] = partial(canonical, item, self)
        return found

    def passed(self, node: Node) -> Node:
        """A column of a source as it is after grouping."""
        if self.grouped is None:
            return node
        if node.digest not in self.keys:
            raise LineageError(f"{node!r} is no group")
        return self.grouped.column(node)

    def group(self, rows: Rows, items: dict[str, Callable[[], Node]]) -> Rows:
        """Rows after grouping, if there is any."""
        group = self.select.args.get("group")
        places = list(self.select.expressions)
        trees: list[exp.Expr] = list(group.expressions) if group else []
        sets = [one for one in trees if isinstance(one, exp.GroupingSets)]
        if group and (
            (sets and sets != trees) or any(isinstance(one, exp.Cube | exp.Rollup) for one in trees)
        ):
            raise LineageError(f"not followed: {group.sql(dialect='duckdb')}")
        levels = [
            list(level.expressions) if isinstance(level, exp.Tuple) else [level.unnest()]
            for one in sets
            for level in one.expressions
        ]
        trees = [tree for level in levels for tree in level] if sets else trees
        if group and group.args.get("all"):
            trees = [one for one in places if not has_aggregate(one)]
        searched = [*places, *(self.select.args.get(one) for one in ("having", "qualify"))]
        if not group and not any(one is not None and has_aggregate(one) for one in searched):
            return rows

        def key_of(tree: exp.Expr) -> Node:
            if isinstance(tree, exp.Literal) and not tree.is_string:
                return canonical(places[int(tree.this) - 1], self)
            name = tree.name.lower() if isinstance(tree, exp.Column) and not tree.table else ""
            if name and not self.is_source_column(name):
                return items[name]()
            return canonical(tree, self)

        self.keys = {key.digest: key for key in map(key_of, trees)}
        # Each of several grouping sets makes rows of its own.
        kept = [Node("grouping set", "", sorted(map(key_of, level), key=digest)) for level in levels]
        node = Node(
            "group", "", (rows.node, *sorted(self.keys.values(), key=digest), *sorted(kept, key=digest))
        )
        self.grouped = Instance(node)
        return Rows((self.grouped,))

    def is_source_column(self, name: str) -> bool:
        return any(name in relation.columns for relation in self.names.values())

    def column(self, column: exp.Column) -> Node:
        name, alias = column.name.lower(), column.table.lower()
        if alias:
            if alias in self.names:
                if name in self.names[alias].columns:
                    return self.names[alias].column(name)
                raise LineageError(f"{alias} has no column {name}: {', '.join(self.names[alias].columns)}")
        else:
            holding = [one for one in self.names.values() if name in one.columns]
            if len(holding) > 1:
                raise LineageError(f"{name} is in several sources: {self.select.sql(dialect='duckdb')[:200]}")
            if holding:
                return holding[0].column(name)
            for item in self.select.expressions:
                if isinstance(item, exp.Alias) and item.alias.lower() == name:
                    return canonical(item.this, self)
            if name in self.names:
                return self.whole_row(self.names[name])
        if self.parent is not None:
            return Node("outer", "", (self.parent.column(column),))
        raise LineageError(
            f"unknown column {column.sql(dialect='duckdb')}: {self.select.sql(dialect='duckdb')[:300]}"
        )

    def whole_row(self, relation: Relation) -> Node:
        return Node("call", "row", [relation.column(name) for name in relation.columns])

    def aggregate(self, call: exp.Expr) -> Node | None:
        if self.grouped is None or self.inside:
            return None
        if isinstance(call, AGGREGATES):
            self.inside += 1
            try:
                return self.grouped.column(generic_aggregate(call, self))
            finally:
                self.inside -= 1
        if isinstance(call, exp.Window | exp.Literal | exp.Null | exp.Boolean) or has_aggregate(call):
            return None
        if not isinstance(call, exp.Condition) or next(call.find_all(exp.Window), None) is not None:
            return None
        self.inside += 1
        try:
            key = canonical(call, self)
        finally:
            self.inside -= 1
        if key.digest in self.keys:
            return self.grouped.column(key)
        return None

    def window(self, window: exp.Window) -> Node:
        named = window.args.get("alias")
        spec: exp.Expr = window
        if named is not None:
            for one in self.select.args.get("windows") or []:
                if one.this.name.lower() == named.name.lower():
                    spec = one
        built = generic_aggregate(window.this, self)
        partition = sorted((canonical(one, self) for one in spec.args.get("partition_by") or []), key=digest)
        order = [
            canonical(one, self) for one in (spec.args["order"].expressions if spec.args.get("order") else [])
        ]
        frame = spec.args.get("spec")
        words = f" {frame.sql(dialect='duckdb').lower()}" if frame is not None else ""
        if self.context is None:
            raise LineageError(f"a window among conditions: {window.sql(dialect='duckdb')}")
        return Node(
            "window", words, (built, Node("partition", "", partition), Node("order", "", order), self.context)
        )

    def query(self, query: exp.Expr) -> tuple[Node, Node]:
        found = self.reader.query(query, self.ctes, self)
        return found.rows.node, found.column(next(iter(found.columns)))

    def unnested(self, call: exp.Expr) -> Node:
        return Node("element", "", (generic(call, self),))


def generic_aggregate(call: exp.Expr, scope: SelectScope) -> Node:
    """The call itself, whatever it is; its content is resolved as usual."""
    call = unfiltered(call)
    if isinstance(call, exp.Count):
        inside = call.this
        if isinstance(inside, exp.Star | exp.Literal):
            return Node("call", "count", (Node("star"),))
        return Node("call", "count", (canonical(inside, scope),))
    return generic(call, scope)


def has_aggregate(tree: exp.Expr) -> bool:
    """Whether grouped rows are needed for it: an aggregate that is not a window and not in an inner query."""
    if isinstance(tree, exp.Query):
        return False
    if isinstance(tree, exp.Window):
        function = tree.this
        while isinstance(function, exp.IgnoreNulls | exp.RespectNulls | exp.Filter | exp.WithinGroup):
            function = function.this
        around = [one for one in tree.iter_expressions() if one is not tree.this]
        return any(has_aggregate(child) for child in [*function.iter_expressions(), *around])
    if isinstance(tree, AGGREGATES):
        return True
    return any(has_aggregate(child) for child in tree.iter_expressions())

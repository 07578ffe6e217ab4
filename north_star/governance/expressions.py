"""Turns a parsed SQL expression into its canonical node; the surrounding scope resolves names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from sqlglot import exp

from north_star.errors import UserError
from north_star.governance.nodes import Node, negation, operation

COMPARED: dict[type[exp.Expr], str] = {exp.LT: "lt", exp.LTE: "lte", exp.GT: "lt", exp.GTE: "lte"}
TURNED = (exp.GT, exp.GTE)
OPERATIONS: dict[type[exp.Expr], str] = {
    exp.And: "and", exp.Or: "or", exp.Add: "add", exp.Mul: "mul", exp.EQ: "eq", exp.NEQ: "neq",
}  # fmt: skip
# Aggregates to which a null is as good as no row.
BLIND_TO_NULL = (exp.Sum, exp.Count, exp.Min, exp.Max, exp.Avg, exp.Median)
NULL = Node("null", "null")


class LineageError(UserError):
    """SQL that cannot be followed; the text says which and where."""


class Scope(Protocol):
    """What an expression can refer to."""

    def column(self, column: exp.Column) -> Node:
        """The meaning of a name."""

    def aggregate(self, call: exp.Expr) -> Node | None:
        """The meaning of an expression of grouped rows, if it is a group or an aggregate."""

    def window(self, window: exp.Window) -> Node:
        """The meaning of a window function."""

    def query(self, query: exp.Expr) -> tuple[Node, Node]:
        """Rows and first column of a query within the expression."""

    def unnested(self, call: exp.Expr) -> Node:
        """One of the elements that a row is repeated for."""


def canonical(tree: exp.Expr, scope: Scope) -> Node:
    """The node of an expression."""
    grouped = scope.aggregate(tree)
    if grouped is not None:
        return grouped
    return SPECIAL.get(type(tree), generic)(tree, scope)


def generic(tree: exp.Expr, scope: Scope) -> Node:
    """Anything else: its kind, its operands in order, and whatever flags the parser set."""
    flags = []
    children = []
    for name, value in tree.args.items():
        values = value if isinstance(value, list) else [value]
        for one in values:
            if isinstance(one, exp.Expr):
                child = canonical(one, scope)
                plain = name in ("this", "expression", "expressions")
                children.append(child if plain else Node("arg", name, (child,)))
            elif one not in (None, False):
                flags.append(f"{name}={one}".lower() if one is not True else name)
    name = type(tree).__name__.lower()
    if isinstance(tree, exp.Anonymous):
        name, flags = str(tree.this).lower(), []
    elif name in ("sub", "div", "dpipe", "is", "like", "intdiv", "mod"):
        return Node(name, "", children)
    return Node("call", " ".join([name, *sorted(flags)]) if name not in ("div",) else name, children)


def binary(tree: exp.Expr, scope: Scope) -> Node:
    operands = [canonical(tree.this, scope), canonical(tree.expression, scope)]
    return operation(OPERATIONS[type(tree)], operands)


def compared(tree: exp.Expr, scope: Scope) -> Node:
    left, right = canonical(tree.this, scope), canonical(tree.expression, scope)
    return Node(COMPARED[type(tree)], "", (right, left) if isinstance(tree, TURNED) else (left, right))


def between(tree: exp.Expr, scope: Scope) -> Node:
    value = canonical(tree.this, scope)
    low, high = canonical(tree.args["low"], scope), canonical(tree.args["high"], scope)
    return operation("and", [Node("lte", "", (low, value)), Node("lte", "", (value, high))])


def one_of(tree: exp.Expr, scope: Scope) -> Node:
    """`a in (1, 2)` is `a = 1 or a = 2`."""
    value = canonical(tree.this, scope)
    query = tree.args.get("query")
    if query is not None:
        rows, column = scope.query(query.this if isinstance(query, exp.Subquery) else query)
        return Node("in rows", "", (value, rows, column))
    if tree.args.get("unnest") or tree.args.get("field"):
        return generic(tree, scope)
    return operation("or", [operation("eq", [value, canonical(one, scope)]) for one in tree.expressions])


def case(tree: exp.Expr, scope: Scope) -> Node:
    """`case x when 1` is `case when x = 1`; without `else` it is `else null`."""
    subject = canonical(tree.this, scope) if tree.this is not None else None
    children = []
    for branch in tree.args["ifs"]:
        condition = canonical(branch.this, scope)
        children.append(condition if subject is None else operation("eq", [subject, condition]))
        children.append(canonical(branch.args["true"], scope))
    default = tree.args.get("default")
    return Node("case", "", [*children, canonical(default, scope) if default is not None else NULL])


def condition(tree: exp.Expr, scope: Scope) -> Node:
    otherwise = tree.args.get("false")
    parts = [canonical(tree.this, scope), canonical(tree.args["true"], scope)]
    return Node("case", "", [*parts, canonical(otherwise, scope) if otherwise is not None else NULL])


def cast(tree: exp.Expr, scope: Scope) -> Node:
    kind = "try_cast" if isinstance(tree, exp.TryCast) else "cast"
    value = canonical(tree.this, scope)
    return Node(kind, tree.args["to"].sql(dialect="duckdb").lower(), (value,))


def literal(tree: exp.Expr, scope: Scope) -> Node:  # noqa: ARG001
    value = str(tree.this)
    return Node("literal", "'" + value.replace("'", "''") + "'" if tree.args.get("is_string") else value)


def ordered(tree: exp.Expr, scope: Scope) -> Node:
    descending = " desc" if tree.args.get("desc") else ""
    nulls = " nulls first" if tree.args.get("nulls_first") else ""
    return Node("ordered", descending + nulls, (canonical(tree.this, scope),))


def count(tree: exp.Expr, scope: Scope) -> Node:
    """`count(1)` is `count(*)`."""
    if isinstance(tree.this, exp.Star | exp.Literal):
        return Node("call", "count", (Node("star"),))
    return Node("call", "count", (canonical(tree.this, scope),))


def unfiltered(call: exp.Expr) -> exp.Expr:
    """`max(a) filter (where b)` is `max(case when b then a end)`, and `count(*)` counts ones."""
    inner = call.this.this if isinstance(call, exp.Filter) and isinstance(call.this, BLIND_TO_NULL) else None
    counted = exp.Literal.number(1) if isinstance(inner, exp.Star) else inner
    # Neither several arguments, nor an order or `distinct` within the call.
    if not isinstance(counted, exp.Condition) or call.this.expressions:
        return call
    branch = exp.If(this=call.expression.this.copy(), true=counted.copy())
    aggregate: exp.Expr = call.this.copy()
    aggregate.set("this", exp.Case(ifs=[branch]))
    return aggregate


def distinct(tree: exp.Expr, scope: Scope) -> Node:
    return Node("call", "distinct", [canonical(one, scope) for one in tree.expressions])


def scalar(tree: exp.Expr, scope: Scope) -> Node:
    return Node("call", "query", scope.query(tree.this))


def exists(tree: exp.Expr, scope: Scope) -> Node:
    query = tree.this
    rows, _ = scope.query(query.this if isinstance(query, exp.Subquery) else query)
    return Node("call", "exists", (rows,))


def inner(tree: exp.Expr, scope: Scope) -> Node:
    return canonical(tree.this, scope)


def named(tree: exp.Expr, scope: Scope) -> Node:  # noqa: ARG001
    return Node("verbatim", str(tree.this).lower())


def data_type(tree: exp.Expr, scope: Scope) -> Node:  # noqa: ARG001
    return Node("verbatim", tree.sql(dialect="duckdb").lower())


def negated(tree: exp.Expr, scope: Scope) -> Node:
    return negation(canonical(tree.this, scope))


def boolean(tree: exp.Expr, scope: Scope) -> Node:  # noqa: ARG001
    return Node("boolean", "true" if tree.this else "false")


SPECIAL: dict[type[exp.Expr], Callable[[exp.Expr, Scope], Node]] = {
    exp.Column: lambda tree, scope: scope.column(tree),  # type: ignore[arg-type]
    exp.Alias: inner,
    exp.Paren: inner,
    **dict.fromkeys(OPERATIONS, binary),
    **dict.fromkeys(COMPARED, compared),
    exp.Not: negated,
    exp.Between: between,
    exp.In: one_of,
    exp.Case: case,
    exp.If: condition,
    exp.Cast: cast,
    exp.TryCast: cast,
    exp.Literal: literal,
    exp.Null: lambda tree, scope: NULL,  # noqa: ARG005
    exp.Boolean: boolean,
    exp.Ordered: ordered,
    exp.Count: count,
    exp.Distinct: distinct,
    exp.Window: lambda tree, scope: scope.window(tree),  # type: ignore[arg-type]
    exp.Exists: exists,
    exp.Subquery: scalar,
    exp.Identifier: named,
    exp.Var: named,
    exp.DataType: data_type,
    exp.Explode: lambda tree, scope: scope.unnested(tree),
    exp.Unnest: lambda tree, scope: scope.unnested(tree),
}

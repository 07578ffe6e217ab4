"""Sets of rows: which instances of tables are joined, how, and which conditions hold.

CTEs, aliases, passed-on columns and the order of joins and conditions leave no trace: a query over a query
becomes one set of rows as long as neither groups, deduplicates, unites or joins outward in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from north_star.governance.nodes import Node


@dataclass(frozen=True)
class Instance:
    """A table, or rows that are used like one; `number` tells the same one, joined twice, apart."""

    node: Node
    number: int = 0

    @property
    def canonical(self) -> Node:
        return Node("instance", str(self.number), (self.node,)) if self.number else self.node

    def column(self, inner: Node) -> Node:
        return Node("column", str(self.number), (self.node, inner))


@dataclass(frozen=True)
class Rows:
    """Instances that are all there, those that may be missing (left joins), and what holds for their rows."""

    instances: tuple[Instance, ...] = ()
    left: tuple[tuple[Instance, tuple[Node, ...]], ...] = ()
    conditions: tuple[Node, ...] = ()

    @cached_property
    def node(self) -> Node:
        if len(self.instances) == 1 and not self.left and not self.conditions:
            return self.instances[0].canonical
        instances = sorted((one.canonical for one in self.instances), key=digest)
        left = sorted(
            (Node("left join", "", (one.canonical, *sorted(on, key=digest))) for one, on in self.left),
            key=digest,
        )
        conditions = sorted({one.digest: one for one in self.conditions}.values(), key=digest)
        return Node("rows", "", (*instances, *left, *(Node("where", "", (one,)) for one in conditions)))

    @property
    def all_instances(self) -> list[Instance]:
        return [*self.instances, *(one for one, _ in self.left)]

    def where(self, conditions: Iterable[Node]) -> Rows:
        return Rows(self.instances, self.left, (*self.conditions, *conditions))


def digest(node: Node) -> str:
    return node.digest


@dataclass
class Relation:
    """Rows and their columns; the meaning of a column is worked out when somebody asks for it."""

    rows: Rows
    columns: dict[str, Callable[[], Node]]
    known: dict[str, Node] = field(default_factory=dict)

    def column(self, name: str) -> Node:
        if name not in self.known:
            self.known[name] = self.columns[name]()
        return self.known[name]

    def wrapped(self, node: Node, around: Callable[[Node], Node] = lambda inner: inner) -> Relation:
        """The relation as one instance of `node`, which made other rows of its rows."""
        instance = Instance(node)
        return Relation(
            Rows((instance,)),
            {name: self.later(name, lambda inner: instance.column(around(inner))) for name in self.columns},
        )

    def later(self, name: str, change: Callable[[Node], Node]) -> Callable[[], Node]:
        return lambda: change(self.column(name))

    def renamed(self, names: list[str]) -> Relation:
        kept = list(self.columns)
        new = [*names, *kept[len(names) :]]
        return Relation(
            self.rows,
            {name: self.later(old, lambda node: node) for name, old in zip(new, kept, strict=True)},
        )


def table(name: str, columns: Iterable[str]) -> Relation:
    """A table whose columns mean themselves."""
    instance = Instance(Node("table", name))
    made = {column: constant(instance.column(Node("name", column))) for column in columns}
    return Relation(Rows((instance,)), made)


def constant(node: Node) -> Callable[[], Node]:
    return lambda: node


def numbered(instance: Instance, names: Iterable[str]) -> dict[str, Callable[[], Node]]:
    """Columns of an instance that are known by their place."""
    return {name: constant(instance.column(Node("name", str(place)))) for place, name in enumerate(names)}


def as_instance(relation: Relation, number: int) -> tuple[Instance, Relation]:
    """The relation as one instance, with its columns in terms of that."""
    rows = relation.rows
    only = rows.instances[0] if len(rows.instances) == 1 and not rows.left and not rows.conditions else None
    instance = Instance(only.node if only else rows.node, number)

    def change(node: Node) -> Node:
        if only and node.kind == "column" and node.children[0] == only.node:
            return instance.column(node.children[1])
        return instance.column(node)

    columns = {name: relation.later(name, change) for name in relation.columns}
    return instance, Relation(Rows((instance,)), columns)


@dataclass
class Joined:
    """One source of a query: how it is joined, on what, and under which name."""

    alias: str
    relation: Relation
    side: str = "inner"
    on: Callable[[], list[Node]] = list


def join(sources: list[Joined], scope: dict[str, Relation]) -> Rows:
    """The rows of all sources; `scope` gets what each name stands for, before the conditions are read."""
    seen: dict[str, int] = {}
    for source in sources:
        for instance in source.relation.rows.all_instances:
            seen[instance.node.digest] = seen.get(instance.node.digest, 0) + 1
    numbers: dict[str, int] = {}
    rows = Rows()
    for source in sources:
        if source.side == "full":
            rows = full_join(rows, source, scope)
            continue
        alone = all(seen[one.node.digest] == 1 for one in source.relation.rows.all_instances)
        if source.side == "inner" and alone:
            scope[source.alias] = source.relation
            inner = source.relation.rows
            rows = Rows(
                (*rows.instances, *inner.instances),
                (*rows.left, *inner.left),
                (*rows.conditions, *inner.conditions, *source.on()),
            )
            continue
        instance, _ = as_instance(source.relation, 0)
        number = numbers.get(instance.node.digest, 0)
        numbers[instance.node.digest] = number + 1
        instance, scope[source.alias] = as_instance(source.relation, number)
        if source.side == "inner":
            rows = Rows((*rows.instances, instance), rows.left, (*rows.conditions, *source.on()))
        else:
            rows = Rows(rows.instances, (*rows.left, (instance, tuple(source.on()))), rows.conditions)
    return rows


def full_join(rows: Rows, source: Joined, scope: dict[str, Relation]) -> Rows:
    """A full join keeps its sides apart: either may be missing."""
    before = dict(scope)
    instance, right = as_instance(source.relation, 0)
    scope[source.alias] = Relation(right.rows, {n: right.later(n, side("right")) for n in right.columns})
    for alias, relation in before.items():
        scope[alias] = Relation(relation.rows, {n: relation.later(n, side("left")) for n in relation.columns})
    node = Node("full join", "", (rows.node, instance.canonical, *sorted(source.on(), key=digest)))
    for alias, relation in list(scope.items()):
        if alias in before or alias == source.alias:
            scope[alias] = relation.wrapped(node)
    return Rows((Instance(node),))


def side(name: str) -> Callable[[Node], Node]:
    return lambda inner: Node(name, "", (inner,))


def united(relations: list[Relation], is_distinct: bool) -> Relation:
    """The rows of all branches; branches with the same rows are told apart by constants, then by place."""
    names = list(relations[0].columns)
    width = len(names)

    def constants(relation: Relation) -> str:
        shown = [relation.column(name) for name in relation.columns]
        return "|".join(one.digest for one in shown if not one.reads)

    def key(place: int) -> tuple[str, str, int]:
        relation = relations[place]
        same = [one for one in relations if one.rows.node == relation.rows.node]
        return relation.rows.node.digest, constants(relation) if len(same) > 1 else "", place

    order = sorted(range(len(relations)), key=key)

    def branches(position: int) -> Node:
        meanings = []
        for place in order:
            columns = list(relations[place].columns)
            meanings.append(relations[place].column(columns[position]))
        return Node("branches", "", meanings)

    node = Node("union all", "", [relations[place].rows.node for place in order])
    if is_distinct:
        node = Node("union", "", (node, *sorted((branches(place) for place in range(width)), key=digest)))
    instance = Instance(node)

    def column(position: int) -> Callable[[], Node]:
        return lambda: instance.column(branches(position))

    return Relation(Rows((instance,)), {name: column(place) for place, name in enumerate(names)})

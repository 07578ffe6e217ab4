"""The canonical form: a node is one operation, table or set of rows, and equal meaning has an equal digest.

Nodes are shared, never copied: a definition that reads 40 models is one graph, every digest worked out once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b

INFIX = {
    "and": " and ", "or": " or ", "add": " + ", "mul": " * ", "sub": " - ", "div": " / ", "eq": " = ",
    "neq": " != ", "lt": " < ", "lte": " <= ", "dpipe": " || ", "is": " is ", "like": " like ",
    "intdiv": " // ", "mod": " % ",
}  # fmt: skip
ROWS = frozenset({"rows", "group", "distinct", "union", "union all", "unnest", "limit", "recursive", "made"})
COMMUTATIVE = frozenset({"and", "or", "add", "mul", "eq", "neq"})
ASSOCIATIVE = frozenset({"and", "or", "add", "mul"})


class Node:
    """An operation with its operands; `value` is what is no operand (a name, a literal, a type)."""

    __slots__ = ("_reads", "children", "digest", "kind", "value")

    def __init__(self, kind: str, value: str = "", children: Iterable[Node] = ()) -> None:
        self.kind = kind
        self.value = value
        self.children = tuple(children)
        state = blake2b(f"{kind}\0{value}\0".encode(), digest_size=16)
        for child in self.children:
            state.update(child.digest.encode())
        self.digest: str = state.hexdigest()
        self._reads: frozenset[tuple[str, str]] | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Node) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"<{self.kind} {text(self)}>"

    @property
    def reads(self) -> frozenset[tuple[str, str]]:
        """The columns of tables that it needs, as (table, column); column `*` is the table's rows."""
        if self._reads is None:
            found: set[tuple[str, str]] = set()
            for node in unvisited(self):
                if node.kind == "table":
                    found.add((node.value, "*"))
                elif node.kind == "column" and node.children[0].kind == "table":
                    inner = node.children[1]
                    if inner.kind in ("name", "row"):
                        found.add((node.children[0].value, inner.value))
            self._reads = frozenset(found)
        return self._reads


def unvisited(root: Node) -> Iterator[Node]:
    """Every node below, once."""
    seen: set[str] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.digest not in seen:
            seen.add(node.digest)
            yield node
            waiting += node.children


def operation(kind: str, operands: Iterable[Node]) -> Node:
    """An operation, its operands sorted where their order means nothing; nested ones of a kind become one."""
    flat: list[Node] = []
    for operand in operands:
        same = kind in ASSOCIATIVE and operand.kind == kind
        flat += operand.children if same else [operand]
    if kind in ("and", "or"):
        flat = list({operand.digest: operand for operand in flat}.values())
        if len(flat) == 1:
            return flat[0]
    if kind in COMMUTATIVE:
        flat.sort(key=lambda operand: operand.digest)
    return Node(kind, "", flat)


NEGATED = {"eq": "neq", "neq": "eq"}


def negation(node: Node) -> Node:
    """`not` of it, moved inward: `not (a = b and c)` is `a != b or not c`, also where something is null."""
    if node.kind == "not":
        return node.children[0]
    if node.kind in ("and", "or"):
        return operation("or" if node.kind == "and" else "and", [negation(child) for child in node.children])
    if node.kind in NEGATED:
        return Node(NEGATED[node.kind], "", node.children)
    if node.kind in ("lt", "lte"):
        left, right = node.children
        return Node("lte" if node.kind == "lt" else "lt", "", (right, left))
    return Node("not", "", (node,))


def conjuncts(node: Node) -> list[Node]:
    """The conditions joined by `and`."""
    if node.kind == "and":
        return list(node.children)
    return [] if node.kind == "boolean" and node.value == "true" else [node]


DEEPEST = 9


def text(node: Node, outer: str = "", depth: int = 0) -> str:
    """The node in a form close to SQL; whatever is nested too deeply is left out."""
    kind, children = node.kind, node.children
    if depth > DEEPEST:
        return "..."

    def inner(child: Node, within: str = "") -> str:
        return text(child, within, depth + 1)

    if kind in INFIX and len(children) > 1:
        parts = [inner(child, kind) for child in children]
        if kind in COMMUTATIVE:
            parts.sort(key=lambda part: (part[0] in "'0123456789-", part))
        joined = INFIX[kind].join(parts)
        return f"({joined})" if outer in INFIX and outer != "and" else joined
    if kind == "column":
        relation, meaning = children
        if relation.kind == "table" and meaning.kind in ("name", "row"):
            again = f"#{int(node.value) + 1}" if node.value != "0" else ""
            return f"{relation.value}{again}.{meaning.value}"
        return text(meaning, outer, depth)
    if kind in ("literal", "name", "boolean", "null", "table", "verbatim"):
        return node.value
    if kind in ("left", "right", "element", "outer", "arg", "star", "instance", "where"):
        return text(children[0], outer, depth) if children else "*"
    if kind == "not":
        negated = children[0]
        if negated.kind == "is":
            return f"{inner(negated.children[0])} is not {inner(negated.children[1])}"
        return f"not {inner(negated, 'div')}"
    if kind == "branches":
        different = list(dict.fromkeys(inner(child) for child in children))
        return different[0] if len(different) == 1 else "one of (" + ", ".join(different) + ")"
    if kind == "case":
        *branches, otherwise = [inner(child) for child in children]
        pairs = zip(branches[::2], branches[1::2], strict=True)
        whens = " ".join(f"when {condition} then {value}" for condition, value in pairs)
        return f"case {whens}" + ("" if otherwise == "null" else f" else {otherwise}") + " end"
    if kind in ("cast", "try_cast"):
        return f"{kind}({inner(children[0])} as {node.value})"
    if kind == "window":
        parts = [inner(child) for child in children[1:3] if child.children]
        return f"{inner(children[0])} over ({' '.join(parts)}{node.value})"
    if kind in ("partition", "order"):
        return f"{kind} by {', '.join(inner(child) for child in children)}"
    if kind == "ordered":
        return inner(children[0]) + node.value
    if kind in ("left join", "full join"):
        conditions = " and ".join(sorted(inner(one) for one in children[1:]))
        return f"{kind} {tables_of(children[0])} on {conditions}"
    if kind in ROWS:
        return tables_of(node)
    name = node.value if kind == "call" else kind
    return f"{name}({', '.join(inner(child) for child in children)})"


def tables_of(node: Node) -> str:
    """The tables that rows come from, as a name for them."""
    return ", ".join(sorted({table for table, column in node.reads if column == "*"})) or "no table"

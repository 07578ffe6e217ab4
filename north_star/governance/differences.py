"""How two canonical forms differ: clauses added or removed, and the smallest differing expressions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from north_star.governance.nodes import COMMUTATIVE, ROWS, Node, tables_of, text, unvisited
from north_star.governance.relations import Relation

LONGEST = 160
BEFORE = 60
ALIKE = 0.6


@dataclass(frozen=True)
class Change:
    """One difference: its `kind`, its `place`, and in `words` what it was and what it is now."""

    kind: str
    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"


def own_changes(model: str, columns: list[str], one: Relation, other: Relation) -> list[Change]:
    """What differs in the rows and these columns of a model, in terms of what it reads."""
    differing = [name for name in columns if one.column(name) != other.column(name)]
    if not differing and one.rows.node == other.rows.node:
        return []
    found = clause_changes(model, clauses(nodes(one, columns)), clauses(nodes(other, columns)))
    for name in differing:
        for was, now in shown(one.column(name), other.column(name)):
            found.append(Change("column", model, f"column {name}: {was} -> {now}"))
    if found:
        return found
    words = "the same words, but over other rows: the order of steps, or a join, is another"
    return [Change("rows", model, f"column {name}: {words}") for name in differing] or [
        Change("rows", model, words)
    ]


def nodes(relation: Relation, columns: Iterable[str]) -> list[Node]:
    return [relation.rows.node, *(relation.column(name) for name in columns)]


def clauses(roots: Iterable[Node]) -> dict[str, Counter[str]]:
    """What decides about the rows in all of them, by clause and in words."""
    found: dict[str, Counter[str]] = {}

    def add(clause: str, words: str) -> None:
        found.setdefault(clause, Counter())[words] += 1

    for node in unvisited(Node("all", "", roots)):
        if node.kind == "where":
            add("filter", text(node.children[0]))
        elif node.kind in ("left join", "full join"):
            add("join", text(node))
        elif node.kind == "group":
            add("grouping", ", ".join(sorted(text(one) for one in node.children[1:])) or "all rows")
        elif node.kind == "union all":
            for branch in node.children:
                add("union branch", tables_of(branch))
        elif node.kind in ROWS - {"rows"}:
            add(node.kind, ", ".join(sorted(text(one) for one in node.children[1:])) + node.value)
        elif node.kind == "table":
            add("source", node.value)
    return found


def clause_changes(
    place: str, before: dict[str, Counter[str]], after: dict[str, Counter[str]]
) -> list[Change]:
    found = []
    for clause in sorted({*before, *after}):
        old, new = before.get(clause, Counter()), after.get(clause, Counter())
        found += paired("rows", place, clause, old - new, new - old)
    return found


def paired(kind: str, place: str, what: str, gone: Counter[str], come: Counter[str]) -> list[Change]:
    """Removed and added wordings; a similar pair is reported as one change."""
    left, right = [one for one in gone if one not in come], [one for one in come if one not in gone]
    found = []
    for one in list(left):
        alike = max(right, key=lambda other: SequenceMatcher(None, one, other).ratio(), default=None)
        if alike is not None and SequenceMatcher(None, one, alike).ratio() > ALIKE:
            left.remove(one)
            right.remove(alike)
            was, now = apart(one, alike)
            found.append(Change(kind, place, f"{what} {was} -> {now}"))
    found += [Change(kind, place, f"{what} removed: {short(one)}") for one in left]
    return found + [Change(kind, place, f"{what} added: {short(one)}") for one in right]


def shown(before: Node, after: Node) -> list[tuple[str, str]]:
    """The smallest parts that differ, as words; rows that a column is made of are told as clauses."""
    pairs = (apart(text(a), text(b)) for a, b in differences(before, after))
    return [pair for pair in dict.fromkeys(pairs) if pair[0] != pair[1]]


def differences(before: Node, after: Node) -> list[tuple[Node, Node]]:
    if before == after:
        return []
    if before.kind == after.kind == "column":
        tables = [one.children[0] for one in (before, after)]
        if any(one.kind == "table" for one in tables):
            return [(before, after)]
        return differences(before.children[1], after.children[1])
    if before.kind in ROWS and after.kind in ROWS:
        return []
    if before.kind == after.kind == "window":
        framed = [Node("verbatim", one.value.strip() or "no frame") for one in (before, after)]
        return differences(*framed) + pairs_of(list(before.children[:3]), list(after.children[:3]))
    same = (before.kind, before.value, len(before.children)) == (after.kind, after.value, len(after.children))
    if not same:
        return [(before, after)]
    if (
        before.kind == "case"
        and branches(before) != branches(after)
        and set(branches(before)) == set(branches(after))
    ):
        place = 1 if [one[1] for one in branches(before)] != [one[1] for one in branches(after)] else 0
        return [(in_order(before, place), in_order(after, place))]
    ones, others = list(before.children), list(after.children)
    if before.kind in COMMUTATIVE or before.kind == "branches":
        alone = [o for o in ones if o not in others], [o for o in others if o not in ones]
        # The same branches in another order: their values have changed places.
        ones, others = alone if alone[0] or before.kind != "branches" else (ones, others)
        if len(ones) != 1:
            return [(before, after)] if before.kind != "branches" else pairs_of(ones, others)
    found = pairs_of(ones, others)
    if before.kind in ("div", "sub") and all(one != other for one, other in zip(ones, others, strict=True)):
        return [(before, after)]
    # A constant says little without what it is compared with.
    constants = [
        one for one, other in zip(ones, others, strict=False) if one.kind == "literal" and one != other
    ]
    if constants and len(before.children) < 4 and before.kind != "window":
        return [(before, after)]
    return found


def branches(case: Node) -> list[tuple[Node, Node]]:
    """Conditions and values of a `case`."""
    return list(zip(case.children[:-1:2], case.children[1:-1:2], strict=True))


def in_order(case: Node, place: int) -> Node:
    """Conditions (0) or values (1) of a `case` as one line; the first that holds counts."""
    return Node("verbatim", "case in the order " + ", ".join(text(one[place]) for one in branches(case)))


def pairs_of(ones: list[Node], others: list[Node]) -> list[tuple[Node, Node]]:
    return [pair for a, b in zip(ones, others, strict=False) for pair in differences(a, b)]


def apart(one: str, other: str) -> tuple[str, str]:
    """Both texts; long ones start shortly before the first difference."""
    if max(len(one), len(other)) <= LONGEST:
        return one, other
    same = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    start = max(0, same - BEFORE) if same > BEFORE * 2 else 0
    cut = [("..." if start else "") + words[start : start + LONGEST] for words in (one, other)]
    return (
        cut[0] + ("..." if len(one) > start + LONGEST else ""),
        cut[1] + ("..." if len(other) > start + LONGEST else ""),
    )


def short(value: object) -> str:
    words = " ".join(str(value).split())
    return words if len(words) <= LONGEST else words[: LONGEST - 3] + "..."

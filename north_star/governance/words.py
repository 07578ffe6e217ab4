"""What differs between two definitions of a metric, in words: YAML, variables, reference rows and models' SQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from north_star.governance.definitions import Definition, Definitions
from north_star.governance.manifest import State
from north_star.governance.nodes import COMMUTATIVE, ROWS, Node, conjuncts, tables_of, text, unvisited
from north_star.governance.relations import Relation

LONGEST = 160
BEFORE = 60
ALIKE = 0.6
WORDS = ("label", "description")
META_WORDS = ("owner", "tier", "unit", "direction", "reviewed_on")


@dataclass(frozen=True)
class Change:
    """One difference: `kind` says of what, `place` where, `words` how it was and how it is."""

    kind: str
    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"


def changes(name: str, old: Definitions, new: Definitions) -> list[Change]:
    """All differences in a metric's meaning, those that people wrote first; none where the fingerprints are equal."""
    before, after = old.of(name), new.of(name)
    if before.fingerprint == after.fingerprint:
        return []
    found = [
        *yaml_changes("YAML", before, after),
        *(
            change
            for one in sorted(inputs_of(before, old) & inputs_of(after, new))
            for change in yaml_changes(f"YAML of {one}", old.of(one), new.of(one))
        ),
        *variable_changes(before, after),
        *seed_changes(before, after),
        *model_changes(before, after, old.state, new.state),
    ]
    return list(dict.fromkeys(found)) or [
        Change("sql", name, "changed in a part that cannot be put into words")
    ]


def inputs_of(definition: Definition, definitions: Definitions) -> set[str]:
    """The metrics that it is made of, and those that they are made of."""
    direct = set(definition.inputs.values())
    return direct.union(*(inputs_of(definitions.of(one), definitions) for one in direct))


def cosmetic_changes(name: str, old: State, new: State) -> list[Change]:
    """Differences in what is said about a metric, which change no number."""
    before, after = old.metrics[name], new.metrics[name]
    pairs = [(word, before.get(word), after.get(word)) for word in WORDS]
    metas = before["config"]["meta"], after["config"]["meta"]
    pairs += [(word, metas[0].get(word), metas[1].get(word)) for word in META_WORDS]
    return [Change("words", "YAML", f"{word} {short(a)} -> {short(b)}") for word, a, b in pairs if a != b]


def yaml_changes(place: str, before: Definition, after: Definition) -> list[Change]:
    found = []
    if before.kind != after.kind:
        found.append(Change("yaml", place, f"type {before.kind} -> {after.kind}"))
    found += input_changes(place, before.inputs, after.inputs)
    for part in sorted({*before.semantic, *after.semantic} - {"rows"}):
        found += part_changes("yaml", place, part, before.semantic.get(part), after.semantic.get(part))
    tables = [one.semantic["rows"].value for one in (before, after) if "rows" in one.semantic]
    if len(tables) == 2 and tables[0] != tables[1]:
        found.append(Change("yaml", place, f"aggregates {tables[1]} instead of {tables[0]}"))
    for part in sorted({*before.published, *after.published} - {"rows"}):
        one, other = before.published.get(part), after.published.get(part)
        found += part_changes("published", f"{place}, published value", part, one, other)
    if before.published.get("rows") != after.published.get("rows"):
        rows = [one.published[part] for one in (before, after) for part in ("rows",) if part in one.published]
        if len(rows) == 2:
            found += clause_changes(f"{place}, published value", clauses([rows[0]]), clauses([rows[1]]))
    return found


def input_changes(place: str, before: dict[str, str], after: dict[str, str]) -> list[Change]:
    if before == after:
        return []
    parts = ("numerator", "denominator")
    if all(part in one for part in parts for one in (before, after)):
        first, second = (before[part] for part in parts)
        if (after["numerator"], after["denominator"]) == (second, first):
            return [Change("yaml", place, "numerator and denominator swapped")]
    found = []
    for role in sorted({*before, *after}):
        if before.get(role) != after.get(role):
            was, now = before.get(role), after.get(role)
            if was and now:
                found.append(Change("yaml", place, f"{role} {was} -> {now}"))
            else:
                found.append(Change("yaml", place, f"input {'added' if now else 'removed'}: {now or was}"))
    return found


def part_changes(kind: str, place: str, part: str, before: Node | None, after: Node | None) -> list[Change]:
    if before == after:
        return []
    if part.startswith("filter"):
        sides = [{text(one): one for one in (conjuncts(node) if node else [])} for node in (before, after)]
        return paired(kind, place, part, Counter(sides[0]), Counter(sides[1]))
    if before is None or after is None:
        known = before or after
        assert known is not None
        return [
            Change(kind, place, f"{part} {'removed' if after is None else 'added'}: {short(text(known))}")
        ]
    return [Change(kind, place, f"{part} {a} -> {b}") for a, b in shown(before, after)]


def variable_changes(before: Definition, after: Definition) -> list[Change]:
    both = sorted({*before.variables} & {*after.variables})
    return [
        Change(
            "variable",
            "dbt_project.yml",
            f"variable {one}: {before.variables[one]} -> {after.variables[one]}",
        )
        for one in both
        if before.variables[one] != after.variables[one]
    ]


def seed_changes(before: Definition, after: Definition) -> list[Change]:
    found = []
    for seed in sorted({*before.seeds, *after.seeds}):
        place = f"seeds/reference/{seed}.csv"
        if seed not in before.seeds or seed not in after.seeds:
            verb = "read now" if seed in after.seeds else "no longer read"
            found.append(Change("seed", place, verb))
            continue
        names = [one for one in after.seed_columns[seed] if one in before.seed_columns[seed]]
        old, new = (
            Counter(
                tuple(dict(zip(one.seed_columns[seed], row, strict=True))[n] for n in names)
                for row in one.seeds[seed]
            )
            for one in (before, after)
        )
        gone, come = list((old - new).elements()), list((new - old).elements())
        for row in list(gone):
            alike = max(come, key=lambda other: equal_cells(row, other), default=None)
            if alike is not None and equal_cells(row, alike) * 2 >= len(row):
                gone.remove(row)
                come.remove(alike)
                cells = zip(names, row, alike, strict=True)
                told = ", ".join(
                    f"{name} {a or '(blank)'} -> {b or '(blank)'}" for name, a, b in cells if a != b
                )
                found.append(Change("seed", place, f"row {row_name(names, row, alike)}: {told}"))
        found += [Change("seed", place, f"row removed: {', '.join(filter(None, row))}") for row in gone]
        found += [Change("seed", place, f"row added: {', '.join(filter(None, row))}") for row in come]
    return found


def equal_cells(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    return sum(a == b for a, b in zip(one, other, strict=True))


def row_name(names: list[str], one: tuple[str, ...], other: tuple[str, ...]) -> str:
    """The cells of a row that tell people which it is: its names and what both versions share, at most three."""
    same = [
        (not name.endswith("_name"), a) for name, a, b in zip(names, one, other, strict=True) if a == b and a
    ]
    return ", ".join(cell for _, cell in sorted(same, key=lambda pair: pair[0])[:3])


def model_changes(before: Definition, after: Definition, old: State, new: State) -> list[Change]:
    """Models whose own SQL differs, as far as the metric reads them; what they read from others is said there."""
    found = []
    for model in sorted({*before.models, *after.models}):
        if model not in before.models or model not in after.models:
            verb = "read now" if model in after.models else "no longer read"
            found.append(Change("model", model, verb))
            continue
        columns = sorted((before.models[model] & after.models[model]) - {"*"})
        one, other = old.lineage.own_model(model), new.lineage.own_model(model)
        found += own_changes(model, columns, one, other)
    return list(dict.fromkeys(found))


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
    words = "the same words, but of other rows: something is done before what it was done after, or joined otherwise"
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
    """Words that went and words that came; a pair of alike ones is one change."""
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
    """Both, from shortly before the place where they part, where they are long."""
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

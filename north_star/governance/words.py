"""Describes how two definitions of a metric differ: YAML, variables, reference rows and SQL."""

from __future__ import annotations

from collections import Counter

from north_star.governance.definitions import Definition, Definitions
from north_star.governance.differences import (
    Change,
    clause_changes,
    clauses,
    own_changes,
    paired,
    short,
    shown,
)
from north_star.governance.manifest import State
from north_star.governance.nodes import Node, conjuncts, text
from north_star.settings import SETTINGS

WORDS = ("label", "description")
META_WORDS = ("owner", "tier", "unit", "direction", "reviewed_on")


def changes(name: str, old: Definitions, new: Definitions) -> list[Change]:
    """All differences in a metric's meaning, what people wrote first; none between equal fingerprints."""
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
    if not found:
        # Rows that a metric reads through its inputs alone, such as those of another window.
        shared = sorted(inputs_of(before, old) & inputs_of(after, new))
        found = [change for one in shared for change in seed_changes(old.of(one), new.of(one))]
    return list(dict.fromkeys(found)) or [
        Change("sql", name, "changed in a part that cannot be put into words")
    ]


def inputs_of(definition: Definition, definitions: Definitions) -> set[str]:
    """The input metrics, and theirs in turn."""
    direct = set(definition.inputs.values())
    return direct.union(*(inputs_of(definitions.of(one), definitions) for one in direct))


def cosmetic_changes(name: str, old: State, new: State) -> list[Change]:
    """Differences in a metric's description and labels, which change no number."""
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
            SETTINGS,
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
    """The cells that tell people which row it is: names, then what both versions share, at most three."""
    same = [
        (not name.endswith("_name"), a) for name, a, b in zip(names, one, other, strict=True) if a == b and a
    ]
    return ", ".join(cell for _, cell in sorted(same, key=lambda pair: pair[0])[:3])


def model_changes(before: Definition, after: Definition, old: State, new: State) -> list[Change]:
    """Models whose own SQL differs, as far as the metric reads them; their parents are listed separately."""
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

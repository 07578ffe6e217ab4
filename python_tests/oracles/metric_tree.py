"""What a metric tree says, in fractions: Shapley values by trying every order, shares chained down to leaves.

Knows nothing of how metrics are computed: it explains the numbers that it is given.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from math import factorial, prod
from pathlib import Path

FILE = "metric_tree_children.csv"
Pair = tuple[Fraction, Fraction]  # before, now


@dataclass(frozen=True)
class Child:
    """One row of the file."""

    parent: str
    name: str
    operation: str
    role: str
    position: int
    coefficient: Fraction


def read_tree(folder: Path) -> dict[str, list[Child]]:
    """Children of each parent, in their order."""
    tree: defaultdict[str, list[Child]] = defaultdict(list)
    with (folder / FILE).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            child = Child(
                row["parent_metric"],
                row["child_metric"],
                row["operation"],
                row["role"],
                int(row["position"]),
                Fraction(row["coefficient"] or "1"),
            )
            tree[child.parent].append(child)
    return {name: sorted(children, key=lambda one: one.position) for name, children in tree.items()}


def formula(children: Sequence[Child], values: Sequence[Fraction]) -> Fraction:
    """The parent, made of its children."""
    of_role: defaultdict[str, list[Fraction]] = defaultdict(list)
    for child, value in zip(children, values, strict=True):
        of_role[child.role].append(child.coefficient * value)
    if children[0].operation in ("sum", "difference"):
        return sum(of_role["addend"], Fraction()) - sum(of_role["subtrahend"], Fraction())
    above = sum(of_role["numerator"], Fraction()) if of_role["numerator"] else prod(of_role["factor"])
    return Fraction(above) / prod(of_role["denominator"])


def contributions(children: Sequence[Child], values: Sequence[Pair]) -> list[Fraction]:
    """What each child adds to the change: the mean over all orders in which the children could change."""
    if children[0].operation in ("sum", "difference"):
        signs = [-1 if child.role == "subtrahend" else 1 for child in children]
        return [
            sign * child.coefficient * (now - before)
            for sign, child, (before, now) in zip(signs, children, values, strict=True)
        ]
    added = [Fraction() for _ in children]
    for order in permutations(range(len(children))):
        state = [before for before, _ in values]
        reached = formula(children, state)
        for place in order:
            state[place] = values[place][1]
            last, reached = reached, formula(children, state)
            added[place] += reached - last
    return [one / factorial(len(children)) for one in added]


def leaf_contributions(
    tree: Mapping[str, Sequence[Child]], root: str, values: Mapping[tuple[str, str], Pair]
) -> dict[str, Fraction] | None:
    """By leaf, the shares of the changes chained from the root; None where a change of 0 has no shares.

    `values` by (parent, child); what a branch leaves unexplained is left out here.
    """
    found: defaultdict[str, Fraction] = defaultdict(Fraction)
    children = tree[root]
    pairs = [values[root, child.name] for child in children]
    for child, (before, now), added in zip(children, pairs, contributions(children, pairs), strict=True):
        if child.name not in tree:
            found[child.name] += added
            continue
        if now == before:
            return None
        below = leaf_contributions(tree, child.name, values)
        if below is None:
            return None
        for leaf, amount in below.items():
            found[leaf] += added * amount / (now - before)
    return dict(found)


@dataclass(frozen=True)
class Effect:
    """What one value of a breakdown adds to the change of a ratio."""

    rate: Fraction
    mix: Fraction


def mix_effects(parts: Mapping[str, tuple[Pair, Pair]]) -> tuple[dict[str, Effect], bool]:
    """By value, from its (numerator, denominator) before and now; and whether all moved against the total.

    A numerator over nothing is no part of a rate.
    """
    totals = [
        [sum((one[when][part] for one in parts.values() if one[when][1]), Fraction()) for part in (0, 1)]
        for when in (0, 1)
    ]
    overall = [above / below for above, below in totals]
    effects, moves = {}, []
    for name, whens in parts.items():
        shares = [whens[when][1] / totals[when][1] for when in (0, 1)]
        known = [above / below if below else None for above, below in whens]
        if known[0] is not None and known[1] is not None:
            moves.append(known[1] - known[0])
        stand_in = known[1] if known[0] is None else known[0]
        rates = [one if one is not None else stand_in or Fraction() for one in known]
        effects[name] = Effect(
            (shares[0] + shares[1]) / 2 * (rates[1] - rates[0]),
            (shares[1] - shares[0]) * (rates[0] + rates[1] - overall[0] - overall[1]) / 2,
        )
    change = overall[1] - overall[0]
    return effects, len(moves) > 1 and all(move * change < 0 for move in moves)

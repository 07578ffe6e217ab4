"""The metric tree: adds up to the last digit everywhere, and agrees with fractions that try every order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from python_tests.oracles.metric_tree import (
    Child,
    Pair,
    contributions,
    formula,
    leaf_contributions,
    mix_effects,
    read_tree,
)
from python_tests.support.built import Built, Record

UNEXPLAINED = "(unexplained)"
GRAIN = ("period_start", "breakdown", "breakdown_value")
SOURCES = {
    "metric_tree": ("parent_metric", "parent_change"),
    "metric_tree_leaves": ("root_metric", "root_change"),
    "metric_tree_mix": ("metric_name", "total_change"),
}
LAST_DIGIT = 1.5e-12  # of a rate; of money and counts a million times as much
# Changes from day to day are explained like all others; to redo those of the total in fractions is enough.
REDONE = "(period_grain != 'day' or breakdown = 'total')"


@pytest.fixture(scope="module")
def tree(demo: Built) -> dict[str, list[Child]]:
    return read_tree(demo.project.root / "seeds" / "reference")


@pytest.fixture(scope="module")
def values(demo: Built) -> dict[tuple[Any, ...], Record]:
    """Published numbers by metric and grain: all that the oracle is told."""
    rows = demo.rows(f"select * from marts.metric_values where {REDONE}")
    return {(row["metric_name"], *(row[name] for name in GRAIN)): row for row in rows}


def _pair(
    values: dict[tuple[Any, ...], Record], child: Child, now: tuple[Any, ...], before: Any
) -> Pair | None:
    """A child before and now; a part of a ratio that has no name of its own is in the ratio's row."""
    found = []
    for period in (before, now[0]):
        row = values.get((child.name, period, *now[1:]))
        column = "value"
        if row is None:
            row, column = values.get((child.parent, period, *now[1:])), child.role
        if row is None or row[column] is None or (child.role == "denominator" and row[column] == 0):
            return None
        found.append(Fraction(row[column]))
    return found[0], found[1]


@pytest.fixture(scope="module")
def known(
    tree: dict[str, list[Child]], values: dict[tuple[Any, ...], Record]
) -> dict[tuple[Any, ...], list[Pair]]:
    """By parent and grain, what its children were before and now; only where nothing is missing."""
    periods: defaultdict[str, set[Any]] = defaultdict(set)
    for name, period, *_ in values:
        periods[name].add(period)
    befores = {
        name: dict(zip(sorted(all_of)[1:], sorted(all_of), strict=False)) for name, all_of in periods.items()
    }
    found: dict[tuple[Any, ...], list[Pair]] = {}
    for name, *grain in values:
        before = befores[name].get(grain[0])
        if name not in tree or before is None:
            continue
        ends = [values.get((name, period, *grain[1:]), {}).get("value") for period in (before, grain[0])]
        pairs = [_pair(values, child, tuple(grain), before) for child in tree[name]]
        whole = [pair for pair in pairs if pair is not None]
        if None not in ends and len(whole) == len(pairs):
            found[name, *grain] = whole
    return found


def _indexed(demo: Built, mart: str, part: str) -> dict[tuple[Any, ...], dict[str, Record]]:
    whole, _ = SOURCES[mart]
    found: defaultdict[tuple[Any, ...], dict[str, Record]] = defaultdict(dict)
    for row in demo.rows(f"select * from marts.{mart} where {REDONE}"):
        found[row[whole], *(row[name] for name in GRAIN)][row[part]] = row
    return found


def _near(expected: Fraction, found: Decimal, tolerance: float) -> bool:
    return abs(expected - Fraction(found)) <= tolerance + 1e-11 * abs(expected)


@pytest.mark.parametrize("mart", SOURCES)
def test_contributions_are_the_change_to_the_last_digit(mart: str, demo: Built) -> None:
    whole, change = SOURCES[mart]
    keys = f"{whole}, metric_version, period_start, breakdown"
    if mart != "metric_tree_mix":
        keys += ", breakdown_value"
    rows = demo.rows(
        f"select {keys}, sum(contribution) as parts, max({change}) as change, count(reason) as reasons,"
        f" count(*) as n, count(contribution) as known from marts.{mart} group by {keys}"
    )
    explained = [row for row in rows if row["reasons"] == 0]
    assert len(explained) > len(rows) / 2
    assert [row for row in explained if row["parts"] != row["change"] or row["known"] < row["n"]] == []
    assert [row for row in rows if row["reasons"] and (row["known"] or row["reasons"] < row["n"])] == []


def test_every_parent_is_explained_somewhere(demo: Built, tree: dict[str, list[Child]]) -> None:
    rows = demo.rows(
        "select parent_metric, breakdown from marts.metric_tree where contribution != 0 group by all"
    )
    assert {row["parent_metric"] for row in rows} == set(tree)
    assert {row["breakdown"] for row in rows} >= {"total", "segment", "plan", "acquisition_channel"}


def test_what_adds_up_leaves_nothing_unexplained(demo: Built) -> None:
    """The identities of the revenue, churn, usage and North Star marts, once more."""
    rows = demo.rows(
        "select * from marts.metric_tree where child_metric = '(unexplained)' and contribution != 0"
        " and (operation in ('sum', 'difference') or abs(contribution) > 1e-6 * abs(parent_value))"
    )
    assert rows == []


def test_contributions_are_shapley_values(
    demo: Built, tree: dict[str, list[Child]], known: dict[tuple[Any, ...], list[Pair]]
) -> None:
    found = _indexed(demo, "metric_tree", "child_metric")
    units = {row["metric_name"]: row["unit"] for row in demo.mart("metric_catalog")}
    explained = {key for key, rows in found.items() if rows[UNEXPLAINED]["reason"] is None}
    assert sorted(explained ^ set(known), key=str)[:10] == []
    faults = []
    for key, pairs in known.items():
        children = tree[key[0]]
        tolerance = LAST_DIGIT * (1e6 if units[key[0]] == "currency" else 1) * len(children)
        for child, expected in zip(children, contributions(children, pairs), strict=True):
            contribution = found[key][child.name]["contribution"]
            exact = child.operation in ("sum", "difference")
            if not _near(expected, contribution, 5e-7 if exact else tolerance):
                faults.append(f"{key} {child.name}: expected {float(expected)}, found {contribution}")
        ends = [formula(children, [pair[when] for pair in pairs]) for when in (0, 1)]
        row = found[key][UNEXPLAINED]
        left = Fraction(row["parent_change"]) - (ends[1] - ends[0])
        if not _near(left, row["contribution"], tolerance + 1e-11 * float(abs(ends[1]) + abs(ends[0]))):
            faults.append(f"{key}: expected {float(left)} unexplained, found {row['contribution']}")
    assert not faults, f"{len(faults)} differences\n  " + "\n  ".join(faults[:15])


def _complete(
    tree: dict[str, list[Child]], root: str, grain: tuple[Any, ...], known: dict[tuple[Any, ...], list[Pair]]
) -> Iterator[tuple[tuple[str, str], Pair] | None]:
    """Pairs of all (parent, child) below a root; None where a part is missing."""
    if (root, *grain) not in known:
        yield None
        return
    for child, pair in zip(tree[root], known[root, *grain], strict=True):
        yield (root, child.name), pair
        if child.name in tree:
            yield from _complete(tree, child.name, grain, known)


def test_leaves_are_shares_chained_down_the_tree(
    demo: Built, tree: dict[str, list[Child]], known: dict[tuple[Any, ...], list[Pair]]
) -> None:
    found = _indexed(demo, "metric_tree_leaves", "leaf_metric")
    faults, compared = [], 0
    for (root, *grain), rows in found.items():
        below = list(_complete(tree, root, tuple(grain), known))
        is_known = None not in below
        if is_known != (rows[UNEXPLAINED]["reason"] is None):
            faults.append(f"{root} {grain}: {rows[UNEXPLAINED]['reason']}")
        if not is_known:
            continue
        expected = leaf_contributions(tree, root, dict(pair for pair in below if pair is not None))
        if expected is None:
            continue
        compared += 1
        scale = max(abs(float(one)) for one in expected.values())
        for leaf, amount in expected.items():
            if not _near(amount, rows[leaf]["contribution"], 1e-5 * max(scale, 1e-6)):
                faults.append(
                    f"{root} {grain} {leaf}: expected {float(amount)}, found {rows[leaf]['contribution']}"
                )
    assert compared > 5000
    assert not faults, f"{len(faults)} differences\n  " + "\n  ".join(faults[:15])


def test_rate_and_mix_agree_with_the_oracle(demo: Built) -> None:
    groups: defaultdict[tuple[Any, ...], list[Record]] = defaultdict(list)
    for row in demo.rows("select * from marts.metric_tree_mix where reason is null"):
        groups[row["metric_name"], row["period_start"], row["breakdown"]].append(row)
    assert len({name for name, *_ in groups}) > 30
    faults, paradoxes = [], 0
    for key, rows in groups.items():
        parts = {
            row["breakdown_value"]: tuple(
                (Fraction(row[f"{when}numerator"]), Fraction(row[f"{when}denominator"]))
                for when in ("previous_", "")
            )
            for row in rows
            if row["breakdown_value"] != UNEXPLAINED
        }
        effects, is_paradox = mix_effects(parts)  # type: ignore[arg-type]
        is_whole = all(
            abs(row["contribution"]) < 1e-5 for row in rows if row["breakdown_value"] == UNEXPLAINED
        )
        paradoxes += is_paradox
        for row in rows:
            if is_whole and row["is_simpsons_paradox"] != is_paradox:
                faults.append(f"{key}: paradox {row['is_simpsons_paradox']}")
            if row["breakdown_value"] == UNEXPLAINED:
                continue
            effect = effects[row["breakdown_value"]]
            for name, expected in (("rate_effect", effect.rate), ("mix_effect", effect.mix)):
                if not _near(expected, row[name], 1e-5 if key[0] in ("arpa", "asp", "cac") else 1e-10):
                    faults.append(
                        f"{key} {row['breakdown_value']}: {name} {float(expected)}, found {row[name]}"
                    )
    assert paradoxes > 0, "the demo has no paradox: it proves nothing"
    assert not faults, f"{len(faults)} differences\n  " + "\n  ".join(faults[:15])

"""How goals serve goals, worked out from the files that people edit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

Row = Mapping[str, str]
WEIGHTS = {"addend": 1, "subtrahend": -1}


def below(metric: str, tree: Iterable[Row]) -> set[str]:
    """Every metric that the metric is made of, at whatever depth."""
    edges = list(tree)
    found: set[str] = set()
    todo = [metric]
    while todo:
        name = todo.pop()
        children = {row["child_metric"] for row in edges if row["parent_metric"] == name} - found
        found |= children
        todo += children
    return found


def split(
    goal: Row, parent: Row, tree: Iterable[Row], additive: Collection[str]
) -> tuple[str, Fraction] | None:
    """Along what the parent's target is a sum with the goal's in it, and how often that counts."""
    if goal["kind"] != parent["kind"]:
        return None
    if goal["kind"] == "level" and goal["period_end"] != parent["period_end"]:
        return None
    same_place = all(goal[name] == parent[name] for name in ("breakdown", "breakdown_value"))
    if goal["metric_name"] == parent["metric_name"]:
        if goal["metric_name"] not in additive:
            return None
        if parent["breakdown"] == "total" and goal["breakdown"] != "total":
            return goal["breakdown"], Fraction(1)
        times = [(one["period_start"], one["period_end"]) for one in (goal, parent)]
        return (
            ("time", Fraction(1)) if same_place and goal["kind"] == "total" and times[0] != times[1] else None
        )
    for row in tree:
        edge = row["parent_metric"], row["child_metric"]
        adds = same_place and row["role"] in WEIGHTS
        if adds and edge == (parent["metric_name"], goal["metric_name"]):
            return "formula", WEIGHTS[row["role"]] * Fraction(row["coefficient"] or 1)
    return None


def link(
    goal: Row, parent: Row | None, tree: list[Row], influencers: Iterable[Row], additive: Collection[str]
) -> str:
    if parent is None:
        return "top goal"
    if split(goal, parent, tree, additive):
        return "adds up"
    mine, its = goal["metric_name"], parent["metric_name"]
    same_place = all(goal[name] == parent[name] for name in ("breakdown", "breakdown_value"))
    if (parent["breakdown"] == "total" or same_place) and (mine == its or mine in below(its, tree)):
        return "part of it"
    assert (its, mine) in {(row["outcome_metric"], row["influencer_metric"]) for row in influencers}
    return "hypothesis"


def path(goal: Row, goals: Mapping[str, Row]) -> list[str]:
    """From the top."""
    parent = goal["parent_goal"]
    return [*(path(goals[parent], goals) if parent else ()), goal["goal_name"]]


def rolled_up(goal: Row, goals: Iterable[Row], tree: list[Row], additive: Collection[str]) -> Fraction | None:
    parts = [
        found[1] * Fraction(child["target"])
        for child in goals
        if child["parent_goal"] == goal["goal_name"] and (found := split(child, goal, tree, additive))
    ]
    return sum(parts, Fraction()) if parts else None

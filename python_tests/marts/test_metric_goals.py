"""Goals that serve goals, against the oracle."""

from __future__ import annotations

from python_tests.oracles.metric_goals import Row, link, path, rolled_up, split
from python_tests.support.built import Built
from python_tests.support.fault_runs import (
    shipped,
)

GOALS = "metric_goals.csv"


def _additive(demo: Built) -> set[str]:
    """Metrics of which the values of every segment add up to the total, in every period of the demo."""
    found = demo.rows(
        "select metric_name from (select metric_name, period_start,"
        " abs(sum(case when breakdown = 'total' then value else -value end)) as difference"
        " from marts.metric_values where breakdown in ('total', 'segment') group by all)"
        " group by all having max(difference) < 1e-6"
    )
    return {row["metric_name"] for row in found}


def test_rollup_of_the_demo_agrees_with_the_oracle(demo: Built) -> None:
    goals = {row["goal_name"]: row for row in shipped(GOALS)}
    tree: list[Row] = [*shipped("metric_tree_children.csv")]
    influencers, additive = shipped("metric_influencers.csv"), _additive(demo)
    targets = demo.mart("metric_targets")
    verdicts = {
        (row["outcome_metric"], row["influencer_metric"]): row["verdict"]
        for row in demo.mart("driver_verdicts")
        if row["period"] == "all"
    }
    found = {row["goal_name"]: row for row in demo.mart("metric_goal_rollup")}
    assert set(found) == set(goals)
    for name, goal in goals.items():
        shown, parent = found[name], goals.get(goal["parent_goal"])
        part = split(goal, parent, tree, additive) if parent else None
        total = rolled_up(goal, goals.values(), tree, additive)
        way = path(goal, goals)
        kind = link(goal, parent, tree, influencers, additive)
        expected = {
            "link": kind,
            "counted_target": float(part[1]) * float(goal["target"]) if part else None,
            "verdict": verdicts[parent["metric_name"], goal["metric_name"]]
            if parent and kind == "hypothesis"
            else None,
            "goal_path": " > ".join(way),
            "goal_depth": len(way) - 1,
            "top_goal": way[0],
            "child_count": sum(one["parent_goal"] == name for one in goals.values()),
            "rolled_up_target": None if total is None else float(total),
            "rollup_gap": None if total is None else float(total) - float(goal["target"]),
        }
        assert {key: shown[key] for key in expected} == expected, name
        status = next(
            row["target_status"]
            for row in targets
            if all(
                str(row[key]) == goal[key]
                for key in ("metric_name", "breakdown_value", "team", "period_start")
            )
        )
        assert shown["target_status"] == status, name


def test_the_demo_shows_every_kind_of_link(demo: Built) -> None:
    found = demo.mart("metric_goal_rollup")
    assert {row["link"] for row in found} == {"top goal", "adds up", "part of it", "hypothesis"}
    assert {row["top_kind"] for row in found} == {"north_star", "company", "own"}
    assert {row["verdict"] for row in found} == {"holds", "does not hold", None}
    gaps = {row["goal_name"]: row["rollup_gap"] for row in found if row["rollup_gap"] is not None}
    assert gaps == {"new-mrr-q4": 0, "churned-mrr-q4": -500, "north-star-accounts-q4": -10}

"""How a goal is split over the goals that serve it, by hand."""

from __future__ import annotations

import pytest

from python_tests.oracles.metric_goals import Row, split
from python_tests.support.fault_runs import (
    shipped,
)

BASE = {
    "metric_name": "new_mrr", "breakdown": "total", "breakdown_value": "all", "kind": "total",
    "period_start": "2025-01-01", "period_end": "2026-01-01",
}  # fmt: skip
QUARTER = {"period_start": "2025-01-01", "period_end": "2025-04-01"}
ENTERPRISE = {"breakdown": "segment", "breakdown_value": "enterprise"}


@pytest.mark.parametrize(
    ("goal", "parent", "expected"),
    [
        (ENTERPRISE, {}, ("segment", 1)),
        (QUARTER, {}, ("time", 1)),
        ({}, {}, None),
        ({}, ENTERPRISE, None),
        ({"metric_name": "churned_mrr"}, {"metric_name": "net_new_mrr"}, ("formula", -1)),
        ({"metric_name": "churned_mrr", **QUARTER}, {"metric_name": "net_new_mrr"}, ("formula", -1)),
        ({"metric_name": "churned_mrr", **ENTERPRISE}, {"metric_name": "net_new_mrr"}, None),
        ({"metric_name": "mrr", "kind": "level"}, {"metric_name": "arr", "kind": "level"}, ("formula", 12)),
        ({"metric_name": "mrr", "kind": "level", **QUARTER}, {"metric_name": "arr", "kind": "level"}, None),
        ({"metric_name": "mrr", "kind": "level"}, {"metric_name": "arr"}, None),
        ({"metric_name": "arpa", **ENTERPRISE}, {"metric_name": "arpa"}, None),
    ],
)
def test_splits_by_hand(goal: Row, parent: Row, expected: tuple[str, int] | None) -> None:
    tree = shipped("metric_tree_children.csv")
    found = split({**BASE, **goal}, {**BASE, **parent}, tree, {"new_mrr", "mrr"})
    assert (found and (found[0], float(found[1]))) == expected

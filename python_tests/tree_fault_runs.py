"""Checks the metric trees of many folders, as seed_fault_runs does North Star definitions."""

from __future__ import annotations

import sys

from python_tests import seed_fault_runs

if __name__ == "__main__":
    setattr(seed_fault_runs, "SELECTED", ("metric_tree_children", "int_metric_tree_edges"))  # noqa: B010
    seed_fault_runs.main(*sys.argv[1:])

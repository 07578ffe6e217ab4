"""Every metric says in which files it is decided, and it is made from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from north_star.governance.case import Case
from north_star.governance.manifest import State
from north_star.metrics_page import decided_in

MOST = 2  # with the YAML, a metric's definition is in three files
SETTINGS = "vars.yml"


def closure(first: Iterable[str], follow: Mapping[str, Sequence[str]]) -> set[str]:
    """What is first, and all that it leads to."""
    found, waiting = set[str](), [*first]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += follow.get(one, ())
    return found


def marts_of(name: str, state: State) -> set[str]:
    """Ids of the mart that publishes a metric, and of those on which it and its inputs are measured."""
    metric: dict[str, Any] = state.metrics[name]
    semantic = {one["unique_id"]: one["depends_on"]["nodes"] for one in state.semantic_models.values()}
    inputs = {one["unique_id"]: one["depends_on"]["nodes"] for one in state.metrics.values()}
    reached = closure([metric["unique_id"]], {**inputs, **semantic})
    return {one for one in reached if one.startswith("model.")} | {
        state.models[metric["config"]["meta"]["mart"]]["unique_id"]
    }


def files_of(name: str, state: State) -> set[str]:
    """The SQL, macros, reference files and settings that a metric is made from."""
    nodes, macros = state.manifest["nodes"], state.manifest["macros"]
    upstream = closure(
        marts_of(name, state),
        {key: node["depends_on"].get("nodes", []) for key, node in nodes.items()},
    )
    made_from = [nodes[one] for one in upstream if one in nodes]
    called = closure(
        (macro for node in made_from for macro in node["depends_on"]["macros"]),
        {key: macro["depends_on"]["macros"] for key, macro in macros.items()},
    )
    return {
        SETTINGS,
        *(node["original_file_path"] for node in made_from),
        *(macros[one]["original_file_path"] for one in called if macros[one]["package_name"] == "north_star"),
    }


def test_every_metric_is_decided_in_one_or_two_files_that_it_is_made_from(governed: Case) -> None:
    state = governed.state
    wrong = {}
    for name, paths in decided_in(state.manifest).items():
        strangers = set(paths) - files_of(name, state)
        missing = [path for path in paths if not (state.root / path).is_file()]
        if not 1 <= len(set(paths)) == len(paths) <= MOST or strangers or missing:
            wrong[name] = paths
    assert len(state.metrics) > 200
    assert not wrong, (
        f"`decided_in`, in the meta of the metric or of the model in its YAML file, names 1 to {MOST} files "
        f"that the metric is made from: {wrong}"
    )

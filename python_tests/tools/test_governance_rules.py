"""Each rule of changing metrics, broken once: the rule, what is wrong and what to write."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from north_star.governance.case import Case
from north_star.governance.definitions import Definitions
from north_star.governance.manifest import State
from north_star.governance.rules import problems
from python_tests.support.registered import as_first_versions

CHANGED = "- Version 2 of `arr`, `mrr` from 2026-01-01 (breaking): trials count."


@pytest.fixture(scope="module")
def first(governed: Case) -> Case:
    """As if every metric were still in its first version, whatever its history."""
    return as_first_versions(governed)


def with_rows(case: Case, *changes: tuple[str, dict[str, Any]]) -> Case:
    """The case with other cells in the newest rows of some metrics."""
    cells = dict(changes)
    return replace(case, versions=[replace(one, **cells.get(one.metric_name, {})) for one in case.versions])


def with_version(case: Case, **cells: Any) -> Case:
    """The case in which mrr got its version just now, from 1 to 2."""
    now = next(one for one in case.versions if one.metric_name == "mrr")
    before = replace(now, fingerprint="0123456789ab")
    new = {
        "metric_version": 2,
        "effective_from": "2026-01-01",
        "change_kind": "breaking",
        "reason": "trials count.",
    }
    after = replace(now, **{**new, **cells})
    others = [one for one in case.versions if one.metric_name != "mrr"]
    return replace(case, versions=[*others, before, after], changelog=CHANGED)


def edited(case: Case, edit: Callable[[dict[str, Any]], None]) -> Case:
    """The case after an edit of the manifest; none edits SQL, so what columns come from is known already."""
    manifest = copy.deepcopy(case.state.manifest)
    edit(manifest)
    state = State(case.state.root, manifest)
    vars(state)["lineage"] = case.state.lineage
    return replace(case, definitions=Definitions(state))


def metric(manifest: dict[str, Any], name: str) -> Any:
    return manifest["metrics"][f"metric.north_star.{name}"]


def meta(name: str, **cells: Any) -> Callable[[Case], Case]:
    return lambda case: edited(case, lambda m: metric(m, name)["config"]["meta"].update(cells))


def model(name: str, edit: Callable[[dict[str, Any]], None]) -> Callable[[Case], Case]:
    return lambda case: edited(case, lambda m: edit(m["nodes"][f"model.north_star.{name}"]))


def gone(case: Case) -> Case:
    """Without a metric that no other is made of."""
    return edited(case, lambda manifest: manifest["metrics"].pop("metric.north_star.quick_ratio"))


def twin(manifest: dict[str, Any]) -> None:
    other = copy.deepcopy(metric(manifest, "quick_ratio"))
    manifest["metrics"]["metric.north_star.growth_ratio"] = {**other, "name": "growth_ratio"}


def first_day(manifest: dict[str, Any]) -> None:
    metric(manifest, "mau")["type_params"]["cumulative_type_params"]["period_agg"] = "first"


@dataclass(frozen=True)
class Broken:
    """How a rule is broken, and what the problem must say."""

    rule: str
    subject: str
    edit: Callable[[Case], Case]
    words: str
    write: str


BROKEN = {
    "new metric without a row": Broken(
        "metric-unregistered",
        "mrr",
        lambda case: replace(case, versions=[one for one in case.versions if one.metric_name != "mrr"]),
        "is in no row",
        "mrr,1,",
    ),
    "definition changed": Broken(
        "definition-changed",
        "mrr",
        lambda case: with_rows(case, ("mrr", {"fingerprint": "0123456789ab"})),
        "there is no version 2",
        "in CHANGELOG.md: - Version 2 of `mrr`",
    ),
    "no changelog entry": Broken(
        "version-changelog",
        "mrr version 2",
        lambda case: replace(with_version(case), changelog="- Version 2 of `arr`"),
        "is not in CHANGELOG.md",
        "- Version 2 of `mrr` from 2026-01-01 (breaking): trials count.",
    ),
    "no day": Broken(
        "version-row",
        "mrr version 2",
        lambda case: with_version(case, effective_from="soon"),
        "effective_from 'soon' is not a day",
        "2026-01-31",
    ),
    "day before the last version's": Broken(
        "version-order",
        "mrr",
        lambda case: with_version(case, effective_from="2025-01-01"),
        "version 2 counts from 2025-01-01, not after version 1 (2025-11-03)",
        "a later effective_from",
    ),
    "version left out": Broken(
        "version-order",
        "mrr",
        lambda case: with_version(case, metric_version=3),
        "has the versions 1, 3",
        "missing rows",
    ),
    "no reason": Broken(
        "version-row",
        "mrr version 2",
        lambda case: with_version(case, reason=" "),
        "reason is blank",
        "in a sentence",
    ),
    "second initial version": Broken(
        "version-row",
        "mrr version 2",
        lambda case: with_version(case, change_kind="initial"),
        "change_kind 'initial' is not breaking or compatible",
        "breaking or compatible",
    ),
    "fingerprint that is none": Broken(
        "version-row",
        "mrr version 1",
        lambda case: with_rows(case, ("mrr", {"fingerprint": "12"})),
        "fingerprint is none",
        "that of the definition",
    ),
    "row without owner": Broken(
        "version-row",
        "mrr version 1",
        lambda case: with_rows(case, ("mrr", {"owner": ""})),
        "owner is blank",
        "the team",
    ),
    "nobody owns it": Broken("metric-owner", "mrr", meta("mrr", owner=" "), "has no owner", "owner: <team>"),
    "another owner": Broken(
        "metric-owner",
        "mrr",
        meta("mrr", owner="finance"),
        "the YAML says finance",
        ",finance,initial,",
    ),
    "never reviewed": Broken(
        "metric-review", "mrr", meta("mrr", reviewed_on=""), "has no reviewed_on", "reviewed_on:"
    ),
    "reviewed too long ago": Broken(
        "metric-review",
        "mrr",
        meta("mrr", reviewed_on="2024-12-31"),
        "12 months or more before 2025-12-31",
        "after a review",
    ),
    "North Star reviewed too long ago": Broken(
        "metric-review",
        "north_star_qualifying_count",
        meta("north_star_qualifying_count", reviewed_on="2025-06-30"),
        "6 months or more",
        "after a review",
    ),
    "own interval": Broken(
        "metric-review",
        "mrr",
        meta("mrr", review_months=1),
        "1 months or more",
        "after a review",
    ),
    "one meaning, two names": Broken(
        "metric-duplicate",
        "quick_ratio",
        lambda case: edited(case, twin),
        "means the same as growth_ratio",
        "growth_ratio",
    ),
    "not said over a longer period": Broken(
        "metric-over-time",
        "mrr",
        meta("mrr", over_time=None),
        "does not say what it is over a longer period; MetricFlow does last",
        "over_time: last  under config.meta of mrr",
    ),
    "snapshot said to add up": Broken(
        "metric-over-time", "mrr", meta("mrr", over_time="sum"), "says sum; MetricFlow does last", "last"
    ),
    "sum said to be the last": Broken(
        "metric-over-time", "new_mrr", meta("new_mrr", over_time="last"), "MetricFlow does sum", "sum"
    ),
    "window that starts with the first day": Broken(
        "metric-over-time", "mau", lambda case: edited(case, first_day), "MetricFlow does first", "first"
    ),
    "version in the YAML": Broken(
        "version-twice", "mrr", meta("mrr", version=1), "has a version in its YAML", "take `version` out"
    ),
    "gone without a word": Broken(
        "metric-removed", "quick_ratio", gone, "its row has no last day", "deprecated_after and successor"
    ),
    "gone too early": Broken(
        "metric-removed",
        "quick_ratio",
        lambda case: with_rows(
            gone(case), ("quick_ratio", {"deprecated_after": "2026-06-30", "successor": "mrr"})
        ),
        "it is served until 2026-06-30",
        "back into the YAML",
    ),
    "still there after its last day": Broken(
        "metric-deprecation",
        "quick_ratio",
        lambda case: with_rows(case, ("quick_ratio", {"deprecated_after": "2025-06-30", "successor": "mrr"})),
        "was to go after 2025-06-30; mrr takes its place",
        "take quick_ratio out",
    ),
    "no successor": Broken(
        "metric-deprecation",
        "quick_ratio",
        lambda case: with_rows(case, ("quick_ratio", {"deprecated_after": "2026-06-30"})),
        "has no successor",
        "successor",
    ),
    "successor that is none": Broken(
        "metric-deprecation",
        "quick_ratio",
        lambda case: with_rows(case, ("quick_ratio", {"deprecated_after": "2026-06-30", "successor": "x"})),
        "successor 'x' is not another metric",
        "the name of a metric",
    ),
    "last day that is none": Broken(
        "metric-deprecation",
        "quick_ratio",
        lambda case: with_rows(case, ("quick_ratio", {"deprecated_after": "soon", "successor": "mrr"})),
        "deprecated_after 'soon' is not a day",
        "2026-12-31",
    ),
    "mart without contract": Broken(
        "mart-contract",
        "mrr_monthly_by_breakdown",
        model("mrr_monthly_by_breakdown", lambda node: node["contract"].update(enforced=False)),
        "has no enforced contract",
        "models/marts/revenue/mrr_monthly_by_breakdown.yml",
    ),
    "column without words": Broken(
        "column-words",
        "mrr_monthly_by_breakdown.arr",
        model("mrr_monthly_by_breakdown", lambda node: node["columns"]["arr"].update(description=" ")),
        "has no description",
        "of arr in models/marts/revenue/mrr_monthly_by_breakdown.yml",
    ),
    "model without words": Broken(
        "model-words",
        "months",
        model("months", lambda node: node.update(description="")),
        "has no description",
        "One row per",
    ),
    "metric without words": Broken(
        "metric-words",
        "mrr",
        lambda case: edited(case, lambda m: metric(m, "mrr").update(description="")),
        "has no description",
        "description: ...  of mrr",
    ),
}


def test_every_rule_holds(governed: Case) -> None:
    assert [str(one) for one in problems(governed)] == []


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_broken_rule_says_what_to_write(broken: Broken, first: Case) -> None:
    found = [
        one
        for one in problems(broken.edit(first))
        if (one.rule, one.subject) == (broken.rule, broken.subject)
    ]
    assert len(found) == 1, [str(one) for one in found]
    assert broken.words in found[0].words
    assert broken.write in found[0].write


def test_new_version_with_its_entry_is_in_order(first: Case) -> None:
    assert [str(one) for one in problems(with_version(first))] == []


def test_deprecated_metric_is_served_until_its_last_day(governed: Case) -> None:
    going = ("quick_ratio", {"deprecated_after": "2025-12-31", "successor": "mrr"})
    assert problems(with_rows(governed, going)) == []
    assert problems(replace(with_rows(gone(governed), going), as_of=date(2026, 1, 1))) == []

"""What a change does to each metric, as one record: the same for people (Markdown) and machines (JSON)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from north_star.governance.case import Case, Problem
from north_star.governance.registry import REGISTRY, Version, latest
from north_star.governance.rules import problems
from north_star.governance.words import changes, cosmetic_changes
from north_star.review.downstream import Downstream, Readers
from north_star.review.numbers import Comparison, Numbers
from north_star.review.sql import differing
from north_star.review.states import Built, Data

FORMAT = 1
NO_CHANGE, IN_ORDER, RULE_BROKEN = "no change", "change in order", "rule broken"
TIERS = ("north_star", "outcome", "influencer", "guardrail", "vanity")


@dataclass(frozen=True)
class MetricChange:
    """One metric: added, removed, renamed, changed (another meaning), moved (other numbers, the same meaning)
    or worded (only words). `words` says what is different, `downstream` who reads it."""

    name: str
    status: str
    label: str
    owner: str
    tier: str
    unit: str
    words: tuple[str, ...]
    models: tuple[str, ...]
    before: Version | None
    after: Version | None
    numbers: Numbers | None
    downstream: Downstream

    @property
    def kind(self) -> str:
        """The kind of change in the registry, breaking or compatible; cosmetic without a new version."""
        if self.status == "worded":
            return "cosmetic"
        return self.after.change_kind if self.after and self.after != self.before else "not stated"

    def record(self) -> dict[str, Any]:
        return {
            "metric": self.name,
            "label": self.label,
            "status": self.status,
            "kind": self.kind,
            "owner": self.owner,
            "tier": self.tier,
            "unit": self.unit,
            "version_before": self.before.metric_version if self.before else None,
            "version_after": self.after.metric_version if self.after else None,
            "effective_from": self.after.effective_from if self.after else None,
            "reason": self.after.reason if self.after else None,
            "changes": list(self.words),
            "models": list(self.models),
            "values": self.numbers.record() if self.numbers else None,
            "downstream": self.downstream.record(),
        }


@dataclass(frozen=True)
class Report:
    """A whole review."""

    base: str
    head: str
    data: Data
    metrics: tuple[MetricChange, ...]
    broken: tuple[Problem, ...]
    sql: Mapping[str, str]
    dimensions: tuple[str, ...]

    @property
    def verdict(self) -> str:
        if self.broken:
            return RULE_BROKEN
        return IN_ORDER if self.metrics or self.dimensions or self.sql else NO_CHANGE

    @property
    def owners(self) -> dict[str, list[str]]:
        """Owners to ask, each with their metrics."""
        found: dict[str, list[str]] = {}
        for metric in self.metrics:
            if metric.status != "worded":
                for owner in metric.downstream.owners:
                    found.setdefault(owner, []).append(metric.name)
        return dict(sorted(found.items()))

    def record(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "verdict": self.verdict,
            "base": self.base,
            "head": self.head,
            "data": self.data.name,
            "as_of": self.data.as_of,
            "broken_rules": [
                {"rule": one.rule, "subject": one.subject, "words": one.words, "write": one.write}
                for one in self.broken
            ],
            "metrics": [one.record() for one in self.metrics],
            "sql": dict(self.sql),
            "dimensions": list(self.dimensions),
            "owners": self.owners,
        }


def report(old: Built, new: Built, data: Data, compared: Comparison) -> Report:
    """The report, with the metrics that moved most first and changes of words last."""
    found = metric_changes(old.case, new.case, compared)
    models = {model for one in found for model in one.models}
    return Report(
        base=old.state.name,
        head=new.state.name,
        data=data,
        metrics=tuple(sorted(found, key=order)),
        broken=tuple([*problems(new.case), *unproven(found)]),
        sql=differing(models, old.case.state.lineage, new.case.state.lineage),
        dimensions=tuple(dimension_changes(old.case, new.case)),
    )


def order(one: MetricChange) -> tuple[bool, float, int, str]:
    effect = one.numbers.effect if one.numbers else 0.0
    return one.status == "worded", -effect, TIERS.index(one.tier), one.name


def metric_changes(old: Case, new: Case, compared: Comparison) -> list[MetricChange]:
    moved = compared.moved()
    readers = {"old": Readers(old), "new": Readers(new)}
    versions = latest(old.versions), latest(new.versions)
    names = {"old": renamed(old, new), "new": {v: k for k, v in renamed(old, new).items()}}
    found = []
    for name in sorted({*old.metrics, *new.metrics}):
        if name in names["old"]:
            continue  # told under its new name
        status, words = status_of(name, old, new, name in moved)
        if name in names["new"]:
            status, words = "renamed", [f"was {names['new'][name]}; it means the same"]
        if status == "same":
            continue
        case, side = (old, "old") if status == "removed" else (new, "new")
        metric = case.state.metrics[name]
        numbers = compared.of(name)
        definitions = [one.of(name) for one in (old, new) if name in one.metrics]
        found.append(
            MetricChange(
                name=name,
                status=status,
                label=metric["label"],
                owner=case.owner(name),
                tier=metric["config"]["meta"]["tier"],
                unit=metric["config"]["meta"].get("unit", ""),
                words=tuple(words),
                models=tuple(sorted({model for one in definitions for model in one.models}))
                if status != "worded"
                else (),
                before=versions[0].get(names["new"].get(name, name)),
                after=versions[1].get(name),
                numbers=None if status == "worded" else numbers,
                downstream=readers[side].of(name, numbers.grain),
            )
        )
    return found


def renamed(old: Case, new: Case) -> dict[str, str]:
    """Old name: new name, of metrics that went while another came that means the same."""
    gone = {old.of(name).meaning: name for name in old.metrics if name not in new.metrics}
    come = {new.of(name).meaning: name for name in new.metrics if name not in old.metrics}
    return {gone[meaning]: come[meaning] for meaning in gone.keys() & come.keys()}


def status_of(name: str, old: Case, new: Case, has_moved: bool) -> tuple[str, list[str]]:
    if name not in old.metrics:
        return "added", [new.state.metrics[name]["description"].strip().splitlines()[0]]
    if name not in new.metrics:
        return "removed", ["is not in the project any more"]
    told = [str(one) for one in changes(name, old.definitions, new.definitions)]
    worded = [str(one) for one in cosmetic_changes(name, old.state, new.state)]
    if told:
        return "changed", [*told, *worded]
    if has_moved:
        return "moved", ["the same definition gives other numbers", *worded]
    return ("worded", worded) if worded else ("same", [])


def unproven(metrics: list[MetricChange]) -> list[Problem]:
    """change-kind: what is called compatible moves no number. value-moved: nothing moves by itself."""
    found = []
    for one in metrics:
        numbers = one.numbers
        if numbers is None or not numbers.moved:
            continue
        moved = f"{numbers.moved} of {numbers.compared} closed numbers moved"
        if one.status == "changed" and one.kind == "compatible":
            write = f"breaking  as change_kind in its row of {REGISTRY}, or keep the numbers"
            found.append(Problem("change-kind", one.name, f"is called compatible, but {moved}", write))
        if one.status in ("moved", "renamed"):
            write = "what moved them back, or put the reason where definitions are: models, seeds, settings"
            found.append(Problem("value-moved", one.name, f"means what it meant, but {moved}", write))
    return found


def dimension_changes(old: Case, new: Case) -> list[str]:
    """What facts can be grouped by: no part of a fingerprint unless it is published, but queries use it."""
    before, after = (
        {
            f"{model}.{one['name']}": str(one["expr"] or one["name"])
            for model, semantic in case.state.semantic_models.items()
            for one in semantic["dimensions"]
        }
        for case in (old, new)
    )
    found = []
    for name in sorted({*before, *after}):
        if name not in after:
            found.append(f"{name} removed: queries that group by it stop")
        elif name not in before:
            found.append(f"{name} added")
        elif before[name] != after[name]:
            found.append(f"{name}: {before[name]} -> {after[name]}")
    return found

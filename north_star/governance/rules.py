"""The rules for changing metrics: what definitions, marts and registry must have, and how to fix them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

from north_star.governance.case import CHANGELOG, Case, Problem, day
from north_star.governance.registry import KINDS, REGISTRY, Version, changelog_line, latest, next_version

BULLET_VERSION = re.compile(r"[Vv]ersion (\d+) of ((?:`[a-z0-9_]+`(?:,| and)?\s*)+)")
REVIEW_MONTHS = {"north_star": 6}
REVIEW_MONTHS_OTHERWISE = 12


def unregistered(case: Case) -> list[Problem]:
    """metric-unregistered, definition-changed: the registry holds every metric's present fingerprint."""
    found, known = [], latest(case.versions)
    for name, definition in case.metrics.items():
        row = known.get(name)
        if row is not None and row.fingerprint == definition.fingerprint:
            continue
        missing = next_version(row, name, definition.fingerprint, case.owner(name))
        if row is None:
            rule, words = "metric-unregistered", f"is in no row of {REGISTRY}"
        else:
            rule = "definition-changed"
            words = (
                f"means something other than version {row.metric_version} ({row.fingerprint} is now "
                f"{definition.fingerprint}), and there is no version {missing.metric_version}"
            )
        write = f"{missing.line}  in {REGISTRY} (`python -m north_star versions` does)"
        if row is not None:
            write += f"; in {CHANGELOG}: {changelog_line([missing])}"
        found.append(Problem(rule, name, words, write))
    return found


def versions_complete(case: Case) -> list[Problem]:
    """version-row, version-order: every row is complete, and versions follow each other in number and day."""
    found = []
    by_metric: dict[str, list[Version]] = defaultdict(list)
    for row in case.versions:
        by_metric[row.metric_name].append(row)
    for name, rows in by_metric.items():
        for row in rows:
            subject = f"{name} version {row.metric_version}"
            wanted = "initial" if row.metric_version == 1 else "breaking or compatible"
            checks = [
                (
                    day(row.effective_from) is None,
                    f"effective_from '{row.effective_from}' is not a day",
                    "2026-01-31",
                ),
                (not row.owner.strip(), "owner is blank", "the team responsible for it"),
                (
                    row.reason.strip() in ("", "REASON"),
                    "reason is blank",
                    "why it was changed, in a sentence",
                ),
                (
                    row.change_kind not in KINDS
                    or (row.change_kind == "initial") != (row.metric_version == 1),
                    f"change_kind '{row.change_kind}' is not {wanted}",
                    wanted,
                ),
                (
                    not re.fullmatch("[0-9a-f]{12}", row.fingerprint),
                    "fingerprint is none",
                    "that of the definition",
                ),
            ]
            found += [
                Problem("version-row", subject, words, f"{write}  in its row of {REGISTRY}")
                for wrong, words, write in checks
                if wrong
            ]
        rows = sorted(rows, key=lambda row: row.metric_version)
        if [row.metric_version for row in rows] != list(range(1, len(rows) + 1)):
            numbers = ", ".join(str(row.metric_version) for row in rows)
            words = f"has the versions {numbers}; they count 1, 2, 3 without a gap, each once"
            found.append(
                Problem("version-order", name, words, f"the missing rows, or other numbers, in {REGISTRY}")
            )
        for before, after in pairwise(rows):
            if after.effective_from <= before.effective_from:
                words = (
                    f"version {after.metric_version} counts from {after.effective_from}, "
                    f"not after version {before.metric_version} ({before.effective_from})"
                )
                found.append(Problem("version-order", name, words, f"a later effective_from in {REGISTRY}"))
    return found


def changelog_entries(case: Case) -> list[Problem]:
    """version-changelog: readers are told about every version but the first."""
    told = {
        (name, int(bullet[1]))
        for bullet in BULLET_VERSION.finditer(case.changelog)
        for name in re.findall("`([a-z0-9_]+)`", bullet[2])
    }
    return [
        Problem(
            "version-changelog", f"{row.metric_name} version {row.metric_version}",
            f"is not in {CHANGELOG}", f"{changelog_line([row])}  in {CHANGELOG}",
        )
        for row in case.versions
        if row.metric_version > 1 and (row.metric_name, row.metric_version) not in told
    ]  # fmt: skip


def owned(case: Case) -> list[Problem]:
    """metric-owner: somebody answers for every metric, in the YAML and in the registry."""
    found, known = [], latest(case.versions)
    for name in case.metrics:
        owner = case.owner(name)
        if not owner.strip():
            write = f"owner: <team>  under config.meta of {name} in {case.yaml(name)}"
            found.append(Problem("metric-owner", name, "has no owner", write))
        elif (
            name in known
            and known[name].fingerprint == case.metrics[name].fingerprint
            and known[name].owner != owner
        ):
            words = f"the YAML says {owner}, its newest row in {REGISTRY} says {known[name].owner}"
            write = f"{replace(known[name], owner=owner).line}  in {REGISTRY}"
            found.append(Problem("metric-owner", name, words, write))
    return found


def versions_in_one_place(case: Case) -> list[Problem]:
    """version-twice: the registry alone says which version a metric is in."""
    return [
        Problem(
            "version-twice", name, f"has a version in its YAML; {REGISTRY} says which it is",
            f"nothing: take `version` out of config.meta of {name} in {case.yaml(name)}",
        )
        for name in case.metrics
        if "version" in case.state.metrics[name]["config"]["meta"]
    ]  # fmt: skip


def reviewed(case: Case) -> list[Problem]:
    """metric-review: every definition was reviewed within its interval (North Star 6 months, others 12)."""
    found = []
    for name in case.metrics:
        meta = case.state.metrics[name]["config"]["meta"]
        months = int(
            meta.get("review_months") or REVIEW_MONTHS.get(meta.get("tier"), REVIEW_MONTHS_OTHERWISE)
        )
        last = day(str(meta.get("reviewed_on") or ""))
        write = (
            f'reviewed_on: "{case.as_of}"  under config.meta of {name} in {case.yaml(name)}, after a review'
        )
        if last is None:
            found.append(Problem("metric-review", name, "has no reviewed_on", write))
        elif (case.as_of.year - last.year) * 12 + case.as_of.month - last.month - (
            case.as_of.day < last.day
        ) >= months:
            words = f"was reviewed on {last}, {months} months or more before {case.as_of}"
            found.append(Problem("metric-review", name, words, write))
    return found


def one_name_each(case: Case) -> list[Problem]:
    """metric-duplicate: no two metrics mean the same."""
    same: dict[str, list[str]] = defaultdict(list)
    for name, definition in case.metrics.items():
        same[definition.meaning].append(name)
    return [
        Problem(
            "metric-duplicate", other, f"means the same as {names[0]}",
            f"the name {names[0]} wherever {other} is used, and take {other} out of {case.yaml(other)}",
        )
        for names in same.values()
        for other in names[1:]
    ]  # fmt: skip


def deprecations(case: Case) -> list[Problem]:
    """metric-deprecation, metric-removed: what goes has a last day and successor; it stays until then."""
    found = []
    for name, row in latest(case.versions).items():
        last = day(row.deprecated_after)
        if row.deprecated_after and last is None:
            write = f"a day such as 2026-12-31  in its row of {REGISTRY}"
            found.append(
                Problem(
                    "metric-deprecation",
                    name,
                    f"deprecated_after '{row.deprecated_after}' is not a day",
                    write,
                )
            )
        if bool(row.deprecated_after) != bool(row.successor):
            missing = "successor" if row.deprecated_after else "deprecated_after"
            words = f"has no {missing}; a metric that goes has both"
            found.append(Problem("metric-deprecation", name, words, f"{missing}  in its row of {REGISTRY}"))
        if row.successor and (row.successor not in case.metrics or row.successor == name):
            words = f"successor '{row.successor}' is not another metric"
            found.append(
                Problem("metric-deprecation", name, words, f"the name of a metric  in its row of {REGISTRY}")
            )
        if name not in case.metrics and (last is None or case.as_of <= last):
            until = f"it is served until {last}" if last else "its row has no last day"
            write = (
                f"the metric back into the YAML, or deprecated_after and successor  in its row of {REGISTRY}"
            )
            found.append(Problem("metric-removed", name, f"is gone, but {until}", write))
        if name in case.metrics and last is not None and case.as_of > last:
            words = f"was to go after {last}; {row.successor} takes its place"
            found.append(
                Problem("metric-deprecation", name, words, f"nothing: take {name} out of {case.yaml(name)}")
            )
    return found


def marts_with_contract(case: Case) -> list[Problem]:
    """mart-contract: a mart's columns are promised."""
    return [
        Problem(
            "mart-contract", name, "has no enforced contract",
            f"config: {{contract: {{enforced: true}}}}  and a data_type for each column in {path(node)}",
        )
        for name, node in marts(case).items()
        if not node["contract"]["enforced"]
    ]  # fmt: skip


def words_for_all(case: Case) -> list[Problem]:
    """model-words, column-words, metric-words: everything that people can ask for says what it is."""
    found = []
    for name, node in case.state.models.items():
        if not node["description"].strip():
            found.append(
                Problem(
                    "model-words",
                    name,
                    "has no description",
                    f"description: One row per ...  in {path(node)}",
                )
            )
    for name, node in marts(case).items():
        for column, about in node["columns"].items():
            if not about["description"].strip():
                write = f"description: ...  of {column} in {path(node)}"
                found.append(Problem("column-words", f"{name}.{column}", "has no description", write))
    for name, metric in case.state.metrics.items():
        for word in ("label", "description"):
            if not (metric.get(word) or "").strip():
                write = f"{word}: ...  of {name} in {case.yaml(name)}"
                found.append(Problem("metric-words", name, f"has no {word}", write))
    return found


def marts(case: Case) -> dict[str, dict[str, Any]]:
    return {name: node for name, node in case.state.models.items() if node["fqn"][1] == "marts"}


def path(node: dict[str, Any]) -> str:
    return str(node["patch_path"] or node["original_file_path"]).rpartition("://")[2]


def over_time(case: Case) -> list[Problem]:
    """metric-over-time: every metric says what it is over a longer period, and MetricFlow does just that."""
    found = []
    for name in case.metrics:
        metric = case.state.metrics[name]
        said, fitting = metric["config"]["meta"].get("over_time"), fitting_over_time(metric)
        if said not in fitting:
            words = f"says {said}" if said else "does not say what it is over a longer period"
            write = f"over_time: {' or '.join(fitting)}  under config.meta of {name} in {case.yaml(name)}"
            write += ", or another aggregation"
            found.append(Problem("metric-over-time", name, f"{words}; MetricFlow does {fitting[0]}", write))
    return found


def fitting_over_time(metric: dict[str, Any]) -> tuple[str, ...]:
    """What `over_time` can be, by how MetricFlow combines the metric's rows."""
    parameters = metric["type_params"]
    if metric["type"] == "cumulative":
        return (parameters["cumulative_type_params"]["period_agg"],)
    if metric["type"] != "simple":
        return ("parts", "none")
    aggregated = parameters["metric_aggregation_params"]
    snapshot = aggregated["non_additive_dimension"]
    if snapshot:
        return ({"min": "first", "max": "last"}[snapshot["window_choice"]],)
    # A distinct count adds up where nobody is counted in two periods, such as those who sign up.
    return {"sum": ("sum",), "count_distinct": ("rows", "sum")}.get(aggregated["agg"], ("rows",))


RULES: tuple[Callable[[Case], list[Problem]], ...] = (
    unregistered, versions_complete, versions_in_one_place, changelog_entries, owned, reviewed, one_name_each,
    deprecations, over_time, marts_with_contract, words_for_all,
)  # fmt: skip


def problems(case: Case) -> list[Problem]:
    """All broken rules."""
    return [problem for rule in RULES for problem in rule(case)]

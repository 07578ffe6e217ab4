"""`python -m north_star governance` and `python -m north_star versions`."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from north_star.governance.case import Case, day
from north_star.governance.definitions import Definitions
from north_star.governance.manifest import State, compiled
from north_star.governance.registry import KINDS, Version, changelog_line, latest, next_version, read, write
from north_star.governance.rules import CHANGELOG, problems
from north_star.settings import project_settings

TARGET = Path("target/governance")
DEEP = 20_000


class GovernanceError(Exception):
    """A rule is broken; the text says which and what to write."""


def add_commands(command: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Both commands' arguments."""
    check = command.add_parser(
        "governance", help="say which rule of changing metrics is broken, and what to write"
    )
    check.add_argument("--as-of", help="the day for which reviews and last days are judged (the demo's)")
    check.set_defaults(run=governance)
    record = command.add_parser("versions", help="write the rows that metric_versions.csv lacks")
    record.add_argument("--check", action="store_true", help="write nothing; fail where rows are missing")
    record.add_argument("--metric", action="append", help="only this metric (may be repeated)")
    record.add_argument("--reason", help="why it was changed, in a sentence")
    record.add_argument("--effective-from", help="the day from which the new version counts")
    record.add_argument("--kind", choices=KINDS[1:], default="breaking", help="what the change is to readers")
    record.set_defaults(run=versions)


def case_of(state: State, as_of: str | None = None) -> Case:
    """All that the rules look at, of one state of the project."""
    # Expressions of a definition may be nested deeper than Python expects.
    sys.setrecursionlimit(max(sys.getrecursionlimit(), DEEP))
    judged = day(as_of or str(project_settings(state.root)["demo"]["as_of"]))
    if judged is None:
        raise GovernanceError(f"--as-of {as_of} is no day such as 2026-01-31")
    changelog = (state.root / CHANGELOG).read_text(encoding="utf-8")
    return Case(Definitions(state), read(state.root), changelog, judged)


def governance(arguments: argparse.Namespace) -> None:
    """Every broken rule, or one line that says that there is none."""
    case = case_of(compiled(Path(), TARGET), arguments.as_of)
    found = problems(case)
    if found:
        raise GovernanceError(f"{len(found)} broken rules\n" + "\n".join(str(one) for one in found))
    print(f"{len(case.metrics)} metrics, {len(case.versions)} versions: every rule holds")


def versions(arguments: argparse.Namespace) -> None:
    """Write the missing rows and print what CHANGELOG.md needs."""
    case = case_of(compiled(Path(), TARGET))
    missing = missing_versions(case, arguments.metric)
    if arguments.check:
        if missing:
            raise GovernanceError("rows are missing:\n" + "\n".join(one.line for one in missing))
        return
    if not missing:
        print("the registry holds every metric as it is")
        return
    complete = [completed(one, case, arguments) for one in missing]
    write(case.state.root, [*case.versions, *complete])
    print(f"{len(complete)} rows written")
    changed = sorted((one for one in complete if one.metric_version > 1), key=lambda one: one.metric_version)
    for _, same in groupby(changed, key=lambda one: one.metric_version):
        print(f"for {CHANGELOG}:\n{changelog_line(list(same))}")


def missing_versions(case: Case, only: list[str] | None = None) -> list[Version]:
    """The rows that the registry lacks, without day and reason."""
    known = latest(case.versions)
    return [
        next_version(known.get(name), name, definition.fingerprint, case.owner(name))
        for name, definition in case.metrics.items()
        if (only is None or name in only)
        and (name not in known or known[name].fingerprint != definition.fingerprint)
    ]


def completed(row: Version, case: Case, arguments: argparse.Namespace) -> Version:
    """The row with day and reason; a new metric counts from its first review."""
    reviewed = str(case.state.metrics[row.metric_name]["config"]["meta"].get("reviewed_on") or "")
    effective = arguments.effective_from or (reviewed if row.metric_version == 1 else "")
    reason = arguments.reason or ("First version." if row.metric_version == 1 else "")
    if day(effective) is None or not reason.strip():
        raise GovernanceError(
            f"{row.metric_name} has changed: give --reason and --effective-from (a day such as 2026-01-31)"
        )
    return replace(
        row, effective_from=effective, reason=reason,
        change_kind=row.change_kind if row.metric_version == 1 else arguments.kind,
    )  # fmt: skip

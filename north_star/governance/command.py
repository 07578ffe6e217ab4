"""`python -m north_star governance` and `python -m north_star versions`."""

from __future__ import annotations

import argparse
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from north_star.governance.registry import KINDS

if TYPE_CHECKING:
    from north_star.command_line import Commands

TARGET = Path("target/governance")


def register(commands: Commands) -> None:
    """Declare both commands."""
    check = commands.add_parser(
        "governance", help="say which rule of changing metrics is broken, and what to write"
    )
    check.add_argument("--as-of", help="the day for which reviews and last days are judged (the demo's)")
    check.set_defaults(run=run_governance)
    record = commands.add_parser("versions", help="write the rows that metric_versions.csv lacks")
    record.add_argument("--check", action="store_true", help="write nothing; fail where rows are missing")
    record.add_argument("--metric", action="append", help="only this metric (may be repeated)")
    record.add_argument("--reason", help="why it was changed, in a sentence")
    record.add_argument("--effective-from", help="the day from which the new version counts")
    record.add_argument("--kind", choices=KINDS[1:], default="breaking", help="what the change is to readers")
    record.set_defaults(run=run_versions)


def run_governance(arguments: argparse.Namespace) -> None:
    """Print every broken rule, or one line that says that there is none."""
    from north_star.governance.case import GovernanceError, case_of
    from north_star.governance.manifest import compiled
    from north_star.governance.rules import problems

    case = case_of(compiled(Path(), TARGET), arguments.as_of)
    found = problems(case)
    if found:
        raise GovernanceError(f"{len(found)} broken rules\n" + "\n".join(str(one) for one in found))
    print(f"{len(case.metrics)} metrics, {len(case.versions)} versions: every rule holds")


def run_versions(arguments: argparse.Namespace) -> None:
    """Write the missing rows and print what CHANGELOG.md needs."""
    from north_star.governance.case import CHANGELOG, GovernanceError, case_of
    from north_star.governance.manifest import compiled
    from north_star.governance.registry import changelog_line, write
    from north_star.governance.versions import completed, missing_versions

    case = case_of(compiled(Path(), TARGET))
    missing = missing_versions(case, arguments.metric)
    if arguments.check:
        if missing:
            raise GovernanceError("rows are missing:\n" + "\n".join(one.line for one in missing))
        return
    if not missing:
        print("the registry holds every metric as it is")
        return
    complete = [
        completed(one, case, arguments.reason, arguments.effective_from, arguments.kind) for one in missing
    ]
    write(case.state.root, [*case.versions, *complete])
    print(f"{len(complete)} rows written")
    changed = sorted((one for one in complete if one.metric_version > 1), key=lambda one: one.metric_version)
    for _, same in groupby(changed, key=lambda one: one.metric_version):
        print(f"for {CHANGELOG}:\n{changelog_line(list(same))}")

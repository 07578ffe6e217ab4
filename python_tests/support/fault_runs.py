"""Runs dbt once for each of many faults, in one process, and says whether each was refused in words."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from python_tests.support.dbt_runs import forked
from python_tests.support.project import TREE, Project
from python_tests.support.raw_files import write_raw

REFERENCE = Path("seeds/reference")
SHIPPED = "shipped_reference"
Row = dict[str, str]
Edit = Callable[[list[Row]], None]
Run = dict[str, Any]  # what dbt said, and whether it succeeded
Said = dict[str, Run]


def shipped(file: str) -> list[Row]:
    """The rows of a reference file."""
    with (TREE / REFERENCE / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def spoilt(folder: Path, edits: Mapping[str, Edit]) -> Path:
    """A folder with copies of reference files, in each of which something was done to the rows."""
    folder.mkdir()
    for file, edit in edits.items():
        rows = shipped(file)
        names = list(rows[0])
        edit(rows)
        with (folder / file).open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def first_row(cells: Row) -> Edit:
    """The first row is another."""
    return lambda rows: rows[0].update(cells)


def assert_refused(run: Run, *words: str) -> None:
    """dbt stopped, and said all of this."""
    said = " ".join(run["output"].split())
    assert not run["success"], f"the fault went unnoticed:\n{said[-2000:]}"
    unsaid = [one for one in words if one not in said]
    assert not unsaid, f"the message does not say {unsaid}:\n{said[-2000:]}"


def assert_accepted(run: Run) -> None:
    assert run["success"], run["output"][-2000:]


def run_each(kind: str, project: Project, arguments: Sequence[str], faults: Sequence[Path | str]) -> Said:
    """What dbt said of each fault, by its folder's name or its variables.

    `raw` or `reference`: faults are folders that hold raw tables, or reference files to stand in place of the
    shipped ones, and dbt builds. `vars`: they are variables, and it compiles.
    """
    assert project.parsed_by is not None
    done = forked(
        _run_each, project.parsed_by, project.root, project.environment,
        kind, list(arguments), list(map(str, faults)),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    return {run["fault"]: run for run in json.loads(done.stdout.splitlines()[-1])}


def _command(kind: str, fault: str) -> list[str]:
    """Put the fault in place; the command that meets it."""
    if kind == "vars":
        return ["compile", "--vars", fault]
    if kind == "raw":
        os.environ["NORTH_STAR_RAW"] = fault
    else:
        shutil.copytree(SHIPPED, REFERENCE, dirs_exist_ok=True)
        shutil.copytree(fault, REFERENCE, dirs_exist_ok=True)
    return ["build"]


def _run_each(kind: str, arguments: list[str], faults: list[str]) -> bool:
    from python_tests.support.parsed import forget_hooks, forget_tests, invoke

    forget_tests()
    if kind == "reference":  # nobody's data: loading the demo's takes as long as all the rest
        raw = write_raw(Path("nobody"), {})
        os.environ |= {"NORTH_STAR_RAW": str(raw), "NORTH_STAR_AS_OF": "2025-12-31"}
        shutil.copytree(REFERENCE, SHIPPED)
    said = []
    for fault in faults:
        with redirect_stdout(io.StringIO()) as output:
            success = invoke([*_command(kind, fault), *arguments])
        name = fault if kind == "vars" else Path(fault).name
        said.append({"fault": name, "success": success, "output": output.getvalue()})
        if kind == "reference":
            forget_hooks()  # nobody's data are loaded, and stay so
    print(json.dumps(said))
    return True

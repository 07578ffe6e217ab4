"""Runs dbt once for each of many faults, in one process: parsing once saves seconds a fault.

As a program it prints what each run said as JSON. Arguments: what is faulty, more arguments of dbt as a JSON
list, the project's root, then the faults. Of `raw` and `reference` they are folders that hold raw tables, or
reference files to stand in place of the shipped ones, and dbt builds; of `vars` they are variables, and it
compiles.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from python_tests.project import TREE, Project
from python_tests.raw_files import write_raw

REFERENCE = Path("seeds/reference")
QUIETLY = ("--no-use-colors", "--no-write-json")


def run_each(
    kind: str, project: Project, arguments: Sequence[str], faults: Sequence[Path | str]
) -> dict[str, dict[str, Any]]:
    """What dbt said of each fault, by its folder's name or its variables, and whether it succeeded."""
    program = [
        sys.executable,
        "-m",
        __name__,
        kind,
        json.dumps(arguments),
        str(project.root),
        *map(str, faults),
    ]
    done = subprocess.run(
        program, cwd=TREE, env=project.environment, text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return {run["fault"]: run for run in json.loads(done.stdout.splitlines()[-1])}


def _command(kind: str, fault: str) -> list[str]:
    """Put the fault in place; the command that meets it."""
    if kind == "vars":
        return ["compile", "--vars", fault]
    if kind == "raw":
        os.environ["NORTH_STAR_RAW"] = fault
    else:
        for seed in Path(fault).glob("*.csv"):
            shutil.copyfile(seed, REFERENCE / seed.name)
    return ["build"]


def main(kind: str, arguments: str, root: str, *faults: str) -> None:
    os.chdir(root)
    if kind == "reference":  # nobody's data: loading the demo's takes as long as all the rest
        raw = write_raw(Path("nobody"), {})
        os.environ |= {"NORTH_STAR_RAW": str(raw), "NORTH_STAR_AS_OF": "2025-12-31"}
    from dbt.cli.main import dbtRunner

    said = []
    own: list[str] = json.loads(arguments)
    paths = ["--target-path", "target", "--log-path", "logs"]
    variables = own[: own.index("--select")] if "--select" in own else own
    manifest: Any = dbtRunner().invoke(["--quiet", "parse", *variables, *paths]).result
    for node in manifest.nodes.values():
        if getattr(
            node, "root_path", None
        ):  # seeds, whose files an inherited parse would read where it was made
            node.root_path = root
    for fault in faults:
        command = [*QUIETLY, *_command(kind, fault), *own, *paths]
        output = io.StringIO()
        with redirect_stdout(output):
            result = dbtRunner(manifest=manifest).invoke(command)
        text = output.getvalue() + (str(result.exception) if result.exception else "")
        name = fault if kind == "vars" else Path(fault).name
        said.append({"fault": name, "success": result.success, "output": text})
    print(json.dumps(said))


if __name__ == "__main__":
    main(*sys.argv[1:])

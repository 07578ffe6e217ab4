"""Runs `dbt build` once for each of many folders, in one process: parsing once saves seconds a folder.

As a program it prints what each run said as JSON. Arguments: `raw` or `reference`, more arguments of dbt as
a JSON list, the project's root, then the folders, which hold raw tables, or reference files to stand in place
of the shipped ones.
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

REFERENCE = Path("seeds/reference")
BUILD = ("--no-use-colors", "--no-write-json", "build")


def run_each(
    kind: str, project: Project, arguments: Sequence[str], folders: Sequence[Path]
) -> dict[str, dict[str, Any]]:
    """What dbt said of each folder, by its name, and whether it succeeded."""
    program = [
        sys.executable,
        "-m",
        __name__,
        kind,
        json.dumps(arguments),
        str(project.root),
        *map(str, folders),
    ]
    done = subprocess.run(
        program, cwd=TREE, env=project.environment, text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return {run["folder"]: run for run in json.loads(done.stdout.splitlines()[-1])}


def _put(kind: str, folder: str) -> None:
    if kind == "raw":
        os.environ["NORTH_STAR_RAW"] = folder
    else:
        for seed in Path(folder).glob("*.csv"):
            shutil.copyfile(seed, REFERENCE / seed.name)


def main(kind: str, arguments: str, root: str, *folders: str) -> None:
    os.chdir(root)
    from dbt.cli.main import dbtRunner

    said = []
    own: list[str] = json.loads(arguments)
    paths = ["--target-path", "target", "--log-path", "logs"]
    variables = own[: own.index("--select")] if "--select" in own else own
    # An inherited parse would read the reference files of the project that it was made in.
    parse = ["--quiet", "--no-partial-parse", "parse"]
    manifest: Any = dbtRunner().invoke([*parse, *variables, *paths]).result
    for folder in folders:
        _put(kind, folder)
        output = io.StringIO()
        with redirect_stdout(output):
            result = dbtRunner(manifest=manifest).invoke(
                ["--no-use-colors", "--no-write-json", "build", *own, *paths]
            )
        text = output.getvalue() + (str(result.exception) if result.exception else "")
        said.append({"folder": Path(folder).name, "success": result.success, "output": text})
    print(json.dumps(said))


if __name__ == "__main__":
    main(*sys.argv[1:])

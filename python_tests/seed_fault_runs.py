"""Checks the North Star definitions of many folders of reference files, in one process.

Prints what each run said as JSON.

Used by test_definition_faults.py as a program. Arguments: the project's root, then the folders.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from contextlib import redirect_stdout
from pathlib import Path

SELECTED = ("north_star_definitions", "north_star_conditions", "staging.reference")
OPTIONS = ("--target-path", "target", "--log-path", "logs")


def main(root: str, *folders: str) -> None:
    os.chdir(root)
    from dbt.cli.main import dbtRunner

    said = []
    for folder in folders:
        for seed in Path(folder).glob("*.csv"):
            shutil.copyfile(seed, Path("seeds/reference") / seed.name)
        output = io.StringIO()
        with redirect_stdout(output):
            result = dbtRunner().invoke(
                [
                    "--no-use-colors",
                    "build",
                    "--select",
                    *SELECTED,
                    "--exclude-resource-type",
                    "test",
                    *OPTIONS,
                ]
            )
        text = output.getvalue() + (str(result.exception) if result.exception else "")
        said.append({"folder": Path(folder).name, "success": result.success, "output": text})
    print(json.dumps(said))


if __name__ == "__main__":
    main(*sys.argv[1:])

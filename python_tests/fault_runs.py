"""Runs `dbt build` once for each of many raw folders, in one process, and prints what each run said as JSON.

Used by test_source_faults.py as a program: parsing the project once saves several seconds a folder.
Arguments: further arguments of dbt as a JSON list, the project's root, then the raw folders.
"""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any


def main(arguments: str, root: str, *folders: str) -> None:
    os.chdir(root)
    from dbt.cli.main import dbtRunner

    said = []
    paths = [*json.loads(arguments), "--target-path", "target", "--log-path", "logs"]
    manifest: Any = dbtRunner().invoke(["--quiet", "parse", *paths]).result
    for folder in folders:
        os.environ["NORTH_STAR_RAW"] = folder
        output = io.StringIO()
        with redirect_stdout(output):
            result = dbtRunner(manifest=manifest).invoke(["--no-use-colors", "build", *paths])
        text = output.getvalue() + (str(result.exception) if result.exception else "")
        said.append({"folder": Path(folder).name, "success": result.success, "output": text})
    print(json.dumps(said))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""What the forked process does: dbt, on the manifest that it was forked with."""

from __future__ import annotations

from collections.abc import Sequence


def run_dbt(arguments: Sequence[str]) -> bool:
    """One command of dbt in this process and folder; the project is not parsed again."""
    from python_tests.support.parsed import invoke  # it parses the project: only the process to fork from may

    return invoke(arguments)


def run_dbt_anew(arguments: Sequence[str]) -> bool:
    """The same for another project than the one that was parsed; only dbt itself is there already."""
    from dbt.cli.main import dbtRunner

    done = dbtRunner().invoke(list(arguments))
    if done.exception:
        print(done.exception)
    return bool(done.success)

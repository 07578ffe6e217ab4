"""What the forked process does: dbt, on the manifest that it was forked with."""

from __future__ import annotations

from collections.abc import Sequence


def run_dbt(arguments: Sequence[str]) -> bool:
    """One command of dbt in this process and folder; the project is not parsed again."""
    from python_tests.support.parsed import invoke  # it parses the project: only the process to fork from may

    return invoke(arguments)

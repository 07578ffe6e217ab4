"""Runs files of SQL in DuckDB in its own process, so that CPU and memory can be measured."""

from __future__ import annotations

import argparse
from pathlib import Path

import duckdb


def run(
    files: list[Path], database: Path, memory_limit: str, company: Path | None, variables: list[str]
) -> None:
    """Run every statement of the files; variables are passed as name=value."""
    with duckdb.connect(str(database)) as connection:
        connection.execute("set threads = 2; set timezone = 'UTC'; set preserve_insertion_order = false")
        connection.execute(f"set memory_limit = '{memory_limit}'")
        if company:
            connection.execute(f"attach '{company}' as company (read_only)")
        for variable in variables:
            name, _, value = variable.partition("=")
            connection.execute(f"set variable {name} = ?", [int(value) if value.isdecimal() else value])
        for file in files:
            for statement in connection.extract_statements(file.read_text(encoding="utf-8")):
                connection.execute(statement)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--memory-limit", required=True)
    parser.add_argument("--company", type=Path)
    parser.add_argument("--set", action="append", default=[], dest="variables")
    options = parser.parse_args()
    run(options.files, options.database, options.memory_limit, options.company, options.variables)

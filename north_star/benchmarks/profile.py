"""What DuckDB does for one select, by `explain analyze`: memory, and each operator's seconds and rows."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from north_star.database import CATALOG

# They may look at every pair of rows, whatever they let pass.
PAIRWISE = ("NESTED_LOOP_JOIN", "BLOCKWISE_NL_JOIN", "CROSS_PRODUCT", "PIECEWISE_MERGE_JOIN", "IE_JOIN")
# What tells one operator of a kind from another; of the others their kind is enough.
TOLD_BY = {
    "TABLE_SCAN": ("Table", "Function"),
    "HASH_GROUP_BY": ("Groups",),
    "PERFECT_HASH_GROUP_BY": ("Groups",),
    "WINDOW": ("Projections",),
    "CTE": ("CTE Name",),
    "FILTER": ("Expression",),
    "ORDER_BY": ("Order By",),
}
# As profiles.yml has them.
SETTINGS = "set TimeZone = 'UTC'; set preserve_insertion_order = false"
COMPRESSED = re.compile(r"__internal_\w+\(([^()]*)\)")


@dataclass(frozen=True)
class Operator:
    """One operator of a plan."""

    kind: str
    detail: str
    seconds: float
    """Of all threads together, without the operators below."""
    rows: int
    """Handed on to the operator above."""
    rows_handled: int
    """The same, or the pairs of rows that may have been looked at, where these are more."""

    def __str__(self) -> str:
        """Kind and detail."""
        return f"{self.kind} {self.detail}".strip()


@dataclass(frozen=True)
class Profile:
    """What one select took."""

    operators: list[Operator]
    peak_megabytes: float
    """The most memory that DuckDB held meanwhile, beyond what it held before."""


@contextmanager
def profiler(database: Path, scratch: Path, memory_limit: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to what dbt has built, which is only read: what a select gives is written to `scratch`."""
    configuration: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit,
        "temp_directory": str(scratch / "profile.tmp"),
        "storage_compatibility_version": "v1.0.0",
    }
    with duckdb.connect(str(scratch / "profile.duckdb"), config=configuration) as connection:
        connection.execute(SETTINGS)
        connection.execute(f"attach '{database}' as {CATALOG} (read_only)")
        connection.execute(f"use {CATALOG}")
        yield connection


def profile(connection: duckdb.DuckDBPyConnection, select: str) -> Profile:
    """Make a table of the select, as dbt does, and forget it."""
    made = "profile.main.made"
    held = _explained(connection, "select 1")["system"]["peak_buffer_memory"]
    plan = _explained(connection, f"create table {made} as {select}")
    connection.execute(f"drop table {made}")
    operators = [operator for root in plan["operator"] for operator in _operators(root)]
    return Profile(operators, max(plan["system"]["peak_buffer_memory"] - held, 0) / 2**20)


def _explained(connection: duckdb.DuckDBPyConnection, statement: str) -> dict[str, Any]:
    (found,) = connection.execute(f"explain (analyze, format json) {statement}").fetchall()
    plan: dict[str, Any] = json.loads(found[1])
    return plan


def _operators(node: dict[str, Any]) -> Iterator[Operator]:
    kind, below = node["type"].strip(), node.get("children", [])
    for child in below:
        yield from _operators(child)
    # A CTE that is passed on as it comes is timed with all that is made of it, which has times of its own.
    is_passed_on = "FANOUT" in node["extra_info"].get("Execution Mode", "")
    rows = int(node["intermediate_rows"])
    pairs = math.prod(_rows_from(child) for child in below) if kind in PAIRWISE else 0
    yield Operator(
        kind, _detail(node), 0.0 if is_passed_on else float(node["timing"]), rows, max(rows, pairs)
    )


def _rows_from(node: dict[str, Any]) -> int:
    """What the operator above got: unions and CTEs only pass on, and count nothing themselves."""
    match node["type"].strip():
        case "UNION":
            return sum(_rows_from(child) for child in node["children"])
        case "CTE":
            return _rows_from(node["children"][-1])
        case _:
            return int(node["intermediate_rows"])


def _detail(node: dict[str, Any]) -> str:
    kind, info = node["type"].strip(), node["extra_info"]
    if kind == "PROJECTION":
        return max(_columns(node), key=len, default="")
    names = ("Conditions",) if kind.endswith("_JOIN") else TOLD_BY.get(kind, ())
    found: str | list[str] = next((info[name] for name in names if info.get(name)), [])
    return ", ".join(_named(one, node) for one in ([found] if isinstance(found, str) else found))


def _named(expression: str, node: dict[str, Any]) -> str:
    """With the names of columns instead of their places in the projection below, as far as it has names."""
    below = node.get("children", [])
    if len(below) != 1 or below[0]["type"].strip() != "PROJECTION":
        return expression
    columns = _columns(below[0])

    def name(place: re.Match[str]) -> str:
        return COMPRESSED.sub(r"\1", _named(columns[int(place[1])], below[0]))

    return re.sub(r"#(\d+)", name, expression)


def _columns(projection: dict[str, Any]) -> list[str]:
    found = projection["extra_info"].get("Projections", [])
    return [found] if isinstance(found, str) else list(found)

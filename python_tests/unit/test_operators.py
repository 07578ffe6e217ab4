"""What the benchmark says of DuckDB's operators: rows and pairs exactly, seconds once, columns by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from north_star.benchmarks.profile import Operator, Profile, profile, profiler


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    database = tmp_path / "built.duckdb"
    with duckdb.connect(str(database)) as built:
        built.execute("create table visits as select range as visit, range % 100 as visitor from range(1000)")
        built.execute("create table visitors as select range as visitor from range(50)")
    with profiler(database, tmp_path, "1GB") as profiling:
        yield profiling


def the(kind: str, profiled: Profile) -> Operator:
    (found,) = (one for one in profiled.operators if one.kind == kind)
    return found


def test_rows_are_those_handed_on(connection: duckdb.DuckDBPyConnection) -> None:
    join = the("HASH_JOIN", profile(connection, "select * from visits inner join visitors using (visitor)"))
    assert (join.rows, join.rows_handled) == (500, 500)
    assert str(join) == "HASH_JOIN visitor = visitor"


def test_pairs_count_as_handled(connection: duckdb.DuckDBPyConnection) -> None:
    """Also of a union, which itself counts nothing."""
    twice = "(select visitor from visitors union all select visitor + 50 from visitors)"
    found = profile(
        connection,
        f"select visit from visits inner join {twice} as pages"
        " on cast(visit as varchar) like '99' || cast(pages.visitor as varchar)",
    )
    join = the("BLOCKWISE_NL_JOIN", found)
    assert (join.rows, join.rows_handled) == (10, 1000 * 100)


def test_columns_have_names(connection: duckdb.DuckDBPyConnection) -> None:
    found = profile(connection, "select visit, visitor, count(*) from visits group by 1, 2")
    assert the("HASH_GROUP_BY", found).detail == "visit, visitor"
    assert the("TABLE_SCAN", found).detail == "north_star.main.visits"


def test_what_a_cte_is_passed_on_to_is_timed_once(connection: duckdb.DuckDBPyConnection) -> None:
    made = "select visit, hash(visit) as h from visits where hash(visit) % 7 != 1"
    sums = [f"select {n} as n, max(h // {n}) as most from made group by visit % {n}" for n in (3, 5, 7)]
    found = profile(connection, f"with made as ({made}) {' union all '.join(sums)}")
    assert the("CTE", found).detail == "made"
    assert the("CTE", found).seconds == 0 < sum(one.seconds for one in found.operators)


def test_memory_is_that_of_the_select_alone(connection: duckdb.DuckDBPyConnection) -> None:
    """Whatever is held already."""
    connection.execute("create table profile.main.held as select range as number from range(10000000)")
    small = profile(connection, "select 1 as one").peak_megabytes
    groups = "select hash(range) as key, count(*) from range(1000000) group by 1"
    large = profile(connection, groups).peak_megabytes
    assert small < 10 < large < 300

"""The revenue benchmark: its company is the same every time, and marts and spine agree on it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from north_star.revenue_benchmark.comparison import TABLES, DifferenceError, compare
from north_star.revenue_benchmark.measure import as_of, run_sql
from python_tests.built import Built, Workshop
from python_tests.oracles.company import Company
from python_tests.oracles.settings import Settings
from python_tests.project import TREE

ACCOUNTS, MONTHS = 800, 20
BILLING = ("accounts", "subscription_items", "subscription_statuses", "exchange_rates")
MEMORY = "1GB"


def make_company(folder: Path) -> Path:
    """The benchmark's company, small."""
    folder.mkdir()
    values = {"accounts": ACCOUNTS, "months": MONTHS, "folder": folder}
    settings = [part for name, value in values.items() for part in ("--set", f"{name}={value}")]
    run_sql("company.sql", folder / "generator.duckdb", MEMORY, *settings)
    (folder / "generator.duckdb").unlink()
    return folder


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_company(tmp_path_factory.mktemp("benchmark") / "raw")


@pytest.fixture(scope="module")
def built(raw: Path, workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    company = Company("benchmark", raw, Settings(as_of(MONTHS)), TREE / "seeds" / "reference")
    with workshop.begin(company, tmp_path_factory.mktemp("built")).delivered() as found:
        yield found


@pytest.fixture(scope="module")
def spine(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("spine") / "spine.duckdb"
    run_sql("customer_month_spine.sql", database, MEMORY, "--company", str(built.project.database))
    return database


def contents(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, in order."""
    with duckdb.connect() as connection:
        return {
            table: connection.execute(f"select * from '{folder / table}.parquet' order by all").fetchall()
            for table in BILLING
        }


def test_the_company_is_the_same_every_time(raw: Path, tmp_path: Path) -> None:
    assert contents(make_company(tmp_path / "again")) == contents(raw)


def test_the_company_has_everything_that_moves_mrr(built: Built) -> None:
    assert built.rows("select * from marts.rejected_rows") == []
    intervals = built.rows("select distinct billing_interval from staging.stg_billing__subscription_items")
    assert {row["billing_interval"] for row in intervals} == {"day", "week", "month", "quarter", "year"}
    kinds = built.rows("select distinct movement_type from marts.mrr_movements")
    assert {row["movement_type"] for row in kinds} == {
        *("new", "reactivation", "expansion", "contraction", "churn", "none")
    }
    sums = built.rows(
        "select sum(abs(fx_mrr)) as fx, sum(involuntary_churned_account_count) as unpaid,"
        " count(distinct currency) as currencies, count(distinct plan_name) as plans from marts.mrr_movements"
    )[0]
    assert sums["fx"] > 0 and sums["unpaid"] > 0 and sums["currencies"] == 3 and sums["plans"] > 30


def test_spine_and_marts_agree(spine: Path, built: Built) -> None:
    counts = compare(spine, built.project.database, MEMORY)
    assert set(counts) == {table for table, *_ in TABLES}
    assert min(counts.values()) > 1000


@pytest.mark.parametrize("table", [table for table, *_ in TABLES])
def test_a_difference_is_found(table: str, spine: Path, built: Built, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.duckdb"
    shutil.copyfile(spine, wrong)
    numbers = next(numbers for name, _, _, numbers, _ in TABLES if name == table)
    with duckdb.connect(str(wrong)) as connection:
        connection.execute(f"update {table} set {numbers[-1]} = {numbers[-1]} + 1 where rowid = 7")
    with pytest.raises(DifferenceError, match=table):
        compare(wrong, built.project.database, MEMORY)

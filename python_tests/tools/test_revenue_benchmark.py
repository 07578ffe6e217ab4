"""The revenue benchmark: its company is the same every time, and marts and spine agree on it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from north_star.benchmarks.revenue.comparison import COMPARISONS, Comparison, DifferenceError, compare
from north_star.benchmarks.revenue.measure import REVENUE, Spine, as_of, make_company
from python_tests.oracles.company import Company
from python_tests.oracles.settings import Settings
from python_tests.support.built import Built, Workshop
from python_tests.support.project import TREE

pytestmark = pytest.mark.apart
ACCOUNTS, MONTHS = 800, 20
BILLING = (
    "accounts",
    "subscription_items",
    "subscription_statuses",
    "subscription_discounts",
    "exchange_rates",
)
MEMORY = "1GB"


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("benchmark") / "raw"
    make_company(ACCOUNTS, MONTHS, folder)
    return folder


@pytest.fixture(scope="module")
def built(raw: Path, workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    company = Company("benchmark", raw, Settings(as_of(MONTHS)), TREE / "seeds" / "reference")
    marts = [*(f"marts.{room}" for room in REVENUE), "rejected_rows"]
    with workshop.begin(company, tmp_path_factory.mktemp("built"), only=marts).delivered() as found:
        yield found


@pytest.fixture(scope="module")
def spine(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything the usual way."""
    spine = Spine(built.project.database, tmp_path_factory.mktemp("spine"), MEMORY)
    spine.common()
    spine.rest()
    return spine.database


def contents(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, in order."""
    with duckdb.connect() as connection:
        return {
            table: connection.execute(f"select * from '{folder / table}.parquet' order by all").fetchall()
            for table in BILLING
        }


def test_the_company_is_the_same_every_time(raw: Path, tmp_path: Path) -> None:
    make_company(ACCOUNTS, MONTHS, tmp_path / "again")
    assert contents(tmp_path / "again") == contents(raw)


def test_the_company_has_everything_that_moves_mrr(built: Built) -> None:
    assert built.rows("select * from marts.rejected_rows") == []
    intervals = built.rows("select distinct billing_interval from staging.stg_billing__subscription_items")
    assert {row["billing_interval"] for row in intervals} == {"day", "week", "month", "quarter", "year"}
    kinds = built.rows("select distinct movement_type from marts.mrr_movements")
    assert {row["movement_type"] for row in kinds} == {
        *("new", "reactivation", "expansion", "contraction", "churn", "none")
    }
    effects = built.rows(
        "select * from marts.mrr_policy_comparison where policy_name in ('maxio', 'recurly')"
    )
    found = {name for row in effects for name, value in row.items() if name.endswith("_effect") and value}
    assert found >= {
        "past_due_effect",
        "pauses_effect",
        "discounts_effect",
        "churn_date_effect",
        "days_effect",
    }
    sums = built.rows(
        "select sum(abs(fx_mrr)) as fx, sum(usage_mrr) as usage, sum(renewal_due_mrr) as due,"
        " sum(involuntary_churned_account_count) as unpaid,"
        " count(distinct currency) as currencies, count(distinct plan_name) as plans from marts.mrr_movements"
    )[0]
    assert min(sums["fx"], sums["usage"], sums["due"], sums["unpaid"]) > 0
    assert sums["currencies"] == 3 and sums["plans"] > 30


def test_spine_and_marts_agree(spine: Path, built: Built) -> None:
    counts = compare(spine, built.project.database, MEMORY)
    assert set(counts) == {comparison.table for comparison in COMPARISONS}
    assert min(counts.values()) > 100


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda comparison: comparison.table)
def test_a_difference_is_found(comparison: Comparison, spine: Path, built: Built, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.duckdb"
    shutil.copyfile(spine, wrong)
    table, first, last = comparison.table, comparison.numbers[0], comparison.numbers[-1]
    with duckdb.connect(str(wrong)) as connection:
        connection.execute(
            f"update {table} set {last} = {last} + 1"
            f" where rowid = (select arg_max(rowid, {first}) from {table})"
        )
    with pytest.raises(DifferenceError, match=comparison.table):
        compare(wrong, built.project.database, MEMORY)

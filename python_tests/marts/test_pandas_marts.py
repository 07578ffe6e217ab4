"""What the benchmark has pandas make is what the marts have, once raw rows are as clean as pandas expects."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from north_star.benchmarks.pandas_marts import (
    active_users_daily,
    movements_of,
    mrr_by_account,
    weekly_north_star,
)
from python_tests.support.built import Built

TABLES = ("events", "subscription_items", "subscription_statuses", "exchange_rates")
CENT = 0.01
# Where pandas is simpler: it knows no discounts but those of items, and stitches no migrated subscriptions.
SIMPLIFIED = """
    select account_id from staging.stg_billing__subscription_items
    where
        subscription_id in (select subscription_id from staging.stg_billing__subscription_discounts)
        or subscription_id in (select unnest([old_id, new_id]) from raw.merge_map)
"""
# Exchange rates move its MRR, too.
FOREIGN = "select account_id from staging.stg_billing__subscription_items where currency != 'USD'"

# Whoever first pays within a month and is gone at its end has been there for us when they come back.
GONE_AT_FIRST = """
    select account_id from marts.mrr_movements
    group by 1 having min(month_start) filter (closing_mrr > 0) > min(first_paid_month)
"""
SURVIVING = """
    (select account_id from staging.stg_crm__account_ids where named_account_id = trim(one.account_id))
"""


@pytest.fixture(scope="module")
def accepted(demo: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The raw rows that our checks accept, without blanks around values, and with the accounts that go on."""
    folder = tmp_path_factory.mktemp("accepted")
    for table in TABLES:
        described = demo.rows(f"describe raw.{table}")
        columns = [row["column_name"] for row in described if row["column_name"] != "_file"]
        rejected = ", ".join(f"raw_text ->> '{column}'" for column in columns)
        values = {column: f"trim({column}) as {column}" for column in columns}
        if "account_id" in columns:
            values["account_id"] = f"{SURVIVING} as account_id"
        demo.warehouse.execute(
            f"copy (select {', '.join(values.values())} from"
            f" (select {', '.join(columns)} from raw.{table} except all"
            f" select {rejected} from marts.rejected_rows where raw_table = '{table}') as one)"
            f" to '{folder / table}.csv'"
        )
    return folder


@pytest.fixture(scope="module")
def as_of(demo: Built) -> pd.Timestamp:
    return pd.Timestamp(demo.oracle.settings.as_of)


def marts(demo: Built, query: str) -> pd.DataFrame:
    return demo.warehouse.execute(query).df()


def test_active_users_agree(demo: Built, accepted: Path, as_of: pd.Timestamp) -> None:
    ours = marts(demo, "select date_day, dau, wau, mau from marts.active_users_daily order by 1")
    theirs = active_users_daily(accepted, as_of).rename_axis("date_day").reset_index()
    pd.testing.assert_frame_equal(ours, theirs, check_dtype=False)
    assert len(ours) > 1000


def test_north_star_agrees(demo: Built, accepted: Path, as_of: pd.Timestamp) -> None:
    ours = marts(
        demo,
        "select period_start, north_star_qualifying_count as qualifying_count from marts.north_star_periods"
        " where north_star_qualifying_count > 0 order by 1",
    )
    theirs = weekly_north_star(accepted, as_of).reset_index()
    pd.testing.assert_frame_equal(ours, theirs, check_dtype=False)
    assert len(ours) > 100


def test_mrr_of_accounts_agrees(demo: Built, accepted: Path, as_of: pd.Timestamp) -> None:
    closing = marts(demo, "select account_id, month_start, closing_mrr from marts.mrr_movements")
    ours = closing.pivot(index="account_id", columns="month_start", values="closing_mrr").astype("float")
    theirs = mrr_by_account(accepted, as_of)
    ours, theirs = (
        one.reindex(
            index=ours.index.union(theirs.index), columns=ours.columns.union(theirs.columns), fill_value=0.0
        ).fillna(0.0)
        for one in (ours, theirs)
    )
    differs = (ours - theirs).abs() >= CENT
    assert set(differs.index[differs.any(axis=1)]) <= simplified(demo)
    assert len(ours.index.difference(list(simplified(demo)))) > 200


def test_movements_agree(demo: Built, accepted: Path, as_of: pd.Timestamp) -> None:
    left_out = simplified(demo) | accounts(demo, FOREIGN) | accounts(demo, GONE_AT_FIRST)
    closing = mrr_by_account(accepted, as_of)
    theirs = movements_of(closing.loc[closing.index.difference(list(left_out))])
    sums = ", ".join(f"sum({name})::double as {name}" for name in theirs.columns if name != "mrr")
    ours = demo.warehouse.execute(
        f"select month_start, sum(closing_mrr)::double as mrr, {sums} from marts.mrr_movements"
        " where account_id not in (select unnest($1)) group by 1 order by 1",
        [list(left_out)],
    ).df()
    theirs = theirs.rename_axis("month_start").reset_index()
    pd.testing.assert_frame_equal(ours, theirs, check_dtype=False, atol=CENT)
    assert (ours.drop(columns="month_start").sum() > 0).all()


def simplified(demo: Built) -> set[str]:
    return accounts(demo, SIMPLIFIED)


def accounts(demo: Built, query: str) -> set[str]:
    return {row["account_id"] for row in demo.rows(query)}

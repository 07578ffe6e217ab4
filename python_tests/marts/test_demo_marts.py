"""What the demo's generator says of its company is what the marts say of it."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest

from python_tests.support.built import Built, Record
from python_tests.support.demo_files import truth

STORIES: dict[str, dict[str, Any]] = truth()["stories"]


def _months(demo: Built, account: str) -> dict[str, Record]:
    """Month as 2024-05 -> the account's row."""
    found = demo.rows("select * from marts.mrr_movements where account_id = ?", [account])
    return {f"{row['month_start']:%Y-%m}": row for row in found}


@pytest.mark.parametrize("account", STORIES)
def test_story_is_worth_what_it_says(account: str, demo: Built) -> None:
    story, rows = STORIES[account], _months(demo, account)
    nothing = {"closing_mrr": Decimal(0), "usage_mrr": Decimal(0), "committed_mrr": Decimal(0)}
    for month, mrr in story["month_end_mrr_usd"].items():
        row = rows.get(month, nothing)
        usage = story["month_end_usage_usd"].get(month, "0")
        committed = "0" if month in story["not_committed_months"] else mrr
        found = tuple(row[name] for name in nothing)
        assert found == (Decimal(mrr), Decimal(usage), Decimal(committed)), f"{month}: {story['story']}"


@pytest.mark.parametrize("account", STORIES)
def test_story_is_lost_when_it_says(account: str, demo: Built) -> None:
    story, rows = STORIES[account], _months(demo, account)
    lost = {
        month: "involuntary" if row["involuntary_churned_account_count"] else "voluntary"
        for month, row in rows.items()
        if row["churned_account_count"]
    }
    assert lost == story["churned_months"], story["story"]
    within = [month for month, row in rows.items() if row["intra_month_churn_count"]]
    assert within == story["intra_month_churn"], story["story"]


def test_rejected_rows_are_those_planted(demo: Built) -> None:
    found: dict[str, list[list[str]]] = defaultdict(list)
    for row in demo.rows("select raw_table, row_key, reason from marts.rejected_rows"):
        found[row["raw_table"]].append([row["row_key"] or "", row["reason"]])
    planted = truth()["rejected_rows"]
    assert {table: sorted(reason for _, reason in rows) for table, rows in found.items()} == {
        table: sorted(reason for _, reason in rows) for table, rows in planted.items()
    }


def test_former_ids_are_no_accounts(demo: Built) -> None:
    merges = truth()["simulated"]["merges"]
    accounts = {row["account_id"]: row for row in demo.mart("accounts")}
    assert not set(merges) & set(accounts)
    assert {new for new in merges.values() if new.startswith("a") and "-" not in new} <= set(accounts)

"""Every raw row is accepted or rejected, for the reason that the rules give it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from python_tests.oracles.contract import TABLES
from python_tests.support.agreement import assert_rejections_agree, assert_rows_are_conserved
from python_tests.support.built import Built


def test_rows_of_the_demo_are_conserved(demo: Built) -> None:
    assert_rows_are_conserved(demo)


def test_rejections_of_the_demo_agree(demo: Built) -> None:
    assert_rejections_agree(demo)


def test_rows_of_the_cases_are_conserved(cases: Built) -> None:
    assert_rows_are_conserved(cases)


def test_rejections_of_the_cases_agree(cases: Built) -> None:
    assert_rejections_agree(cases)


def test_raw_tables_hold_the_files(demo: Built) -> None:
    """What was loaded is what the files hold, row for row: loading itself loses nothing."""
    loaded = {
        name: demo.warehouse.execute(f"select count(*) from raw.{name}").fetchall()[0][0] for name in TABLES
    }
    assert loaded == demo.oracle.intake.raw_counts


def test_rejected_rows_are_kept_whole(cases: Built) -> None:
    """raw_text holds every value of the row, so that someone can repair it."""
    by_key = {row["row_key"]: row["raw_text"] for row in cases.mart("rejected_rows")}
    text = by_key["amount_with_comma/x|2024-01-05"]
    for value in ("amount_with_comma/x", "1,000", "Basic", "USD", "month", "2024-01-05"):
        assert value in text


@pytest.mark.parametrize(
    ("row", "mrr_is", "at_risk"),
    [
        ("plan_blank/x|2024-01-05", "too_low", "100"),
        ("account_unknown/x|2024-01-05", "too_low", "100"),
        ("currency_without_rate_yet/x|2024-01-05", "too_low", "130"),
        ("amount_negative/x|2024-01-05", "too_high", "5"),
        ("same_item_other_content/x|2024-01-05", "unclear", "90"),
        ("ends_as_it_starts/x|2024-01-05", "too_low", "0"),
        ("annual_is_no_interval/x|2024-01-05", "too_low", None),
        ("currency_unknown/x|2024-01-05", "too_low", None),
        ("doubtful_status/x|2024-03-05", "too_high", "100"),
        ("doubtful_status/y|2024-03-05", "too_high", "0"),
        ("doubtful_discount/percent", "too_high", "25"),
        ("doubtful_discount/amount", "too_high", "30"),
        ("doubtful_discount/over", "too_high", "0"),
        ("doubtful_discount/unread", "too_high", None),
        ("doubtful_discount/more_than_all", "too_high", "100"),
        ("EUR|2024-06-31", "unclear", None),
    ],
)
def test_money_at_risk_is_shown(row: str, mrr_is: str, at_risk: str | None, cases: Built) -> None:
    """GBP 100 at June's 1.30; an interval and a currency that nobody knows have no amount."""
    found = cases.rows("select mrr_is, mrr_at_risk from marts.rejected_revenue where row_key = ?", [row])
    expected = None if at_risk is None else Decimal(at_risk)
    assert [(one["mrr_is"], one["mrr_at_risk"]) for one in found] == [(mrr_is, expected)]


def test_all_that_is_lost_in_billing_is_there(cases: Built) -> None:
    columns = "raw_table, coalesce(row_key, '') as row_key, reason"
    lost = f"""
        select {columns} from marts.rejected_rows
        inner join staging.rejection_reasons using (reason)
        where is_loss and raw_table in
            ('subscription_items', 'subscription_statuses', 'subscription_discounts', 'exchange_rates')
        order by all
    """
    shown = (
        "select raw_table, coalesce(row_key, '') as row_key, reason from marts.rejected_revenue order by all"
    )
    assert cases.rows(shown) == cases.rows(lost)
    assert len(cases.rows(lost)) > 40

"""Every raw row is accepted or rejected, for the reason that the rules give it."""

from __future__ import annotations

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

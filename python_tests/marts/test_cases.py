"""Hand-worked cases: what a person expects, against the oracle (no dbt involved) and against the marts."""

from __future__ import annotations

import pytest

from python_tests.cases.case import Case
from python_tests.cases.company import CASES
from python_tests.oracles.company import Company
from python_tests.oracles.marts import expected_rows
from python_tests.support.built import Built
from python_tests.support.case_checks import check, mart_rows


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_oracle_says_what_was_worked_by_hand(case: Case, cases_oracle: Company) -> None:
    marts = {"mrr_movements", *(expect.mart for expect in case.expected)}
    check(case, {mart: expected_rows(cases_oracle, mart) for mart in marts})
    refused = [(row.table, "|".join(row.key), row.reason) for row in cases_oracle.intake.rejected]
    for one in case.refused:
        assert (one.table, one.key, one.reason) in refused, case.why


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_marts_say_what_was_worked_by_hand(case: Case, cases: Built) -> None:
    marts = {"mrr_movements", *(expect.mart for expect in case.expected)}
    check(case, {mart: mart_rows(cases, mart) for mart in marts})
    found = [(row["raw_table"], row["row_key"] or "", row["reason"]) for row in cases.mart("rejected_rows")]
    for one in case.refused:
        assert (one.table, one.key, one.reason) in found, case.why


def test_refused_rows_are_all_foreseen(cases_oracle: Company) -> None:
    """No case loses a row that it does not say it loses (rates are the company's own)."""
    foreseen = sorted((one.table, one.key, one.reason) for case in CASES for one in case.refused)
    refused = sorted(
        (row.table, "|".join(row.key), row.reason)
        for row in cases_oracle.intake.rejected
        if row.table != "exchange_rates"
    )
    assert refused == foreseen

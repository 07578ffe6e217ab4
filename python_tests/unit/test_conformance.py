"""Billing edge cases, written down as files, against the oracle."""

from __future__ import annotations

import pytest

from python_tests.conformance.adapter import company_of, results
from python_tests.conformance.results import Found, assert_conforms, by_case
from python_tests.conformance.suite import Case, read_suite
from python_tests.oracles.company import Company
from python_tests.oracles.marts import MARTS, expected_rows
from python_tests.support.built import Record

SUITE = read_suite()
KNOWN_WAYS_TO_BE_WRONG = {
    "historic price times current interval on a plan switch",
    "reactivation shadowed by expansion",
    "the drop to zero labelled contraction",
    "the last month's false churn",
    "overlapping items not summed",
    "an annual charge booked in one month",
    "stacked percentages taken as the maximum",
    "a one-off coupon spread or lost",
    "daily plans worth zero",
    "reporting time zone ignored at the month's edge",
    "FX booked as expansion",
    "NRR from summed movements",
    "GRR from totals instead of per customer",
    "averaged ratios",
    "taxes inside MRR",
    "winning back counted as new",
    "a join that drops revenue without a rate",
    "late signatures booked as churn",
    "free months booked as churn",
}


@pytest.fixture(scope="module")
def oracle(tmp_path_factory: pytest.TempPathFactory) -> Company:
    return company_of(SUITE, tmp_path_factory.mktemp("conformance"))


@pytest.fixture(scope="module")
def said_by_oracle(oracle: Company) -> Found:
    def read(name: str) -> list[Record]:
        rows = expected_rows(oracle, name)
        return [dict(zip(MARTS[name].key, key, strict=True)) | row for key, row in rows.items()]

    return by_case(results(read))


@pytest.mark.parametrize("case", SUITE.cases, ids=lambda case: case.id)
def test_oracle_conforms(case: Case, said_by_oracle: Found) -> None:
    assert_conforms(case, said_by_oracle)


def test_every_known_way_to_be_wrong_has_its_case() -> None:
    assert {case.trap for case in SUITE.cases if case.trap} == KNOWN_WAYS_TO_BE_WRONG


def test_there_are_enough_cases() -> None:
    assert len(SUITE.cases) >= 60


def test_refused_rows_are_all_foreseen(oracle: Company) -> None:
    """A case whose row is refused by mistake would be a case of nothing."""
    foreseen = sorted(
        (case.id, table, reason) for case in SUITE.cases for table, reason in case.refused.items()
    )
    refused = sorted(
        (next(part for part in row.key if "/" in part).split("/")[0], row.table, row.reason)
        for row in oracle.intake.rejected
    )
    assert refused == foreseen

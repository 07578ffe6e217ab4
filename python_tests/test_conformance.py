"""Billing edge cases, written down as files: against the oracle (no dbt involved) and against the models."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest

from python_tests.agreement import assert_every_sum_ties_out, assert_mart_agrees, assert_rejections_agree
from python_tests.built import Built, Record, Workshop
from python_tests.conformance.adapter import company_of, results
from python_tests.conformance.suite import Case, Result, faults_of, read_suite
from python_tests.oracles.company import Company
from python_tests.oracles.marts import MARTS, expected_rows
from python_tests.test_revenue import MARTS as MARTS_OF_REVENUE

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
}
Found = dict[str, list[Result]]


def _by_case(found: Iterator[Result]) -> Found:
    by_case: Found = defaultdict(list)
    for result in found:
        by_case[result.case].append(result)
    return by_case


@pytest.fixture(scope="module")
def oracle(tmp_path_factory: pytest.TempPathFactory) -> Company:
    return company_of(SUITE, tmp_path_factory.mktemp("conformance"))


@pytest.fixture(scope="module")
def said_by_oracle(oracle: Company) -> Found:
    def read(name: str) -> list[Record]:
        rows = expected_rows(oracle, name)
        return [dict(zip(MARTS[name].key, key, strict=True)) | row for key, row in rows.items()]

    return _by_case(results(read))


@pytest.fixture(scope="module")
def built(oracle: Company, workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    marts = ["marts.revenue", "accounts", "rejected_rows"]
    with workshop.begin(oracle, tmp_path_factory.mktemp("conformance"), only=marts).delivered() as found:
        yield found


@pytest.fixture(scope="module")
def said_by_models(built: Built) -> Found:
    return _by_case(results(built.mart))


def _assert_conforms(case: Case, found: Found) -> None:
    faults = faults_of(case, found[case.id])
    assert not faults, f"{case.id}\n  {case.story}\n  {case.why}\n  " + "\n  ".join(faults)


@pytest.mark.parametrize("case", SUITE.cases, ids=lambda case: case.id)
def test_oracle_conforms(case: Case, said_by_oracle: Found) -> None:
    _assert_conforms(case, said_by_oracle)


@pytest.mark.parametrize("case", SUITE.cases, ids=lambda case: case.id)
def test_models_conform(case: Case, said_by_models: Found) -> None:
    _assert_conforms(case, said_by_models)


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


def test_rejections_agree(built: Built) -> None:
    assert_rejections_agree(built)


@pytest.mark.parametrize("mart", MARTS_OF_REVENUE)
def test_every_mart_agrees_with_the_oracle(mart: str, built: Built) -> None:
    assert_mart_agrees(built, mart)


def test_every_sum_ties_out(built: Built) -> None:
    assert_every_sum_ties_out(built)

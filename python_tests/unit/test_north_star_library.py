"""Every definition of the shipped library: hand-worked cases against the oracle."""

from __future__ import annotations

import pytest

from python_tests.cases.case import Case
from python_tests.cases.north_star_library import CASES, LIBRARY, library_company
from python_tests.oracles.company import Company
from python_tests.oracles.marts import expected_rows
from python_tests.support.case_checks import check


@pytest.fixture(scope="module")
def oracle(tmp_path_factory: pytest.TempPathFactory) -> Company:
    return library_company(tmp_path_factory.mktemp("library"))


def test_every_definition_has_a_case() -> None:
    worked = {one.key["definition_name"] for case in CASES for one in case.expected}
    assert {one.name for one in LIBRARY} == worked
    assert len(LIBRARY) >= 20


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_oracle_says_what_was_worked_by_hand(case: Case, oracle: Company) -> None:
    check(case, {one.mart: expected_rows(oracle, one.mart) for one in case.expected})

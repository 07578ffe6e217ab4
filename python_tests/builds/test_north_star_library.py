"""Every definition of the shipped library, switched on for hand-made data and built."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from python_tests.cases.case import Case
from python_tests.cases.north_star_library import CASES, library_company
from python_tests.marts.test_north_star import MARTS
from python_tests.oracles.company import Company
from python_tests.support.agreement import assert_mart_agrees
from python_tests.support.built import Built, Workshop
from python_tests.support.case_checks import check, mart_rows


@pytest.fixture(scope="module")
def oracle(tmp_path_factory: pytest.TempPathFactory) -> Company:
    return library_company(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def library(oracle: Company, workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    marts = {*MARTS, *(one.mart for case in CASES for one in case.expected)}
    with workshop.begin(oracle, tmp_path_factory.mktemp("library"), only=sorted(marts)).delivered() as found:
        yield found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_marts_say_what_was_worked_by_hand(case: Case, library: Built) -> None:
    check(case, {one.mart: mart_rows(library, one.mart) for one in case.expected})


@pytest.mark.parametrize("mart", MARTS)
def test_every_row_agrees_with_the_oracle(mart: str, library: Built) -> None:
    assert_mart_agrees(library, mart)

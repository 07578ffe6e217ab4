"""Billing edge cases, written down as files, against the models."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from north_star.benchmarks.revenue.measure import REVENUE
from python_tests.conformance.adapter import company_of, results
from python_tests.conformance.results import Found, assert_conforms, by_case
from python_tests.conformance.suite import Case, read_suite
from python_tests.marts.test_revenue import MARTS as MARTS_OF_REVENUE
from python_tests.oracles.company import Company
from python_tests.support.agreement import (
    assert_every_sum_ties_out,
    assert_mart_agrees,
    assert_rejections_agree,
)
from python_tests.support.built import Built, Workshop

SUITE = read_suite()


@pytest.fixture(scope="module")
def oracle(tmp_path_factory: pytest.TempPathFactory) -> Company:
    return company_of(SUITE, tmp_path_factory.mktemp("conformance"))


@pytest.fixture(scope="module")
def built(oracle: Company, workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    marts = [*(f"marts.{room}" for room in REVENUE), "rejected_rows"]
    with workshop.begin(oracle, tmp_path_factory.mktemp("conformance"), only=marts).delivered() as found:
        yield found


@pytest.fixture(scope="module")
def said_by_models(built: Built) -> Found:
    return by_case(results(built.mart))


@pytest.mark.parametrize("case", SUITE.cases, ids=lambda case: case.id)
def test_models_conform(case: Case, said_by_models: Found) -> None:
    assert_conforms(case, said_by_models)


def test_rejections_agree(built: Built) -> None:
    assert_rejections_agree(built)


@pytest.mark.parametrize("mart", MARTS_OF_REVENUE)
def test_every_mart_agrees_with_the_oracle(mart: str, built: Built) -> None:
    assert_mart_agrees(built, mart)


def test_every_sum_ties_out(built: Built) -> None:
    assert_every_sum_ties_out(built)

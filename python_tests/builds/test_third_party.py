"""Three companies that others published: built unchanged, and the oracle agrees on every row."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from python_tests.loaders import churnsim, ravenstack, tava
from python_tests.oracles.company import Company
from python_tests.oracles.marts import MARTS
from python_tests.support.agreement import (
    assert_every_sum_ties_out,
    assert_mart_agrees,
    assert_rejections_agree,
    assert_rows_are_conserved,
)
from python_tests.support.built import Built, Commission, Workshop

VARIABLE = "NORTH_STAR_THIRD_PARTY_DATA"
LOADERS: dict[str, tuple[str, Callable[[Path, Path], Company]]] = {
    "ravenstack": ("ravenstack_iso", ravenstack.load),
    "churnsim": ("churnsim_a", churnsim.load),
    "tava": ("tava", tava.load),
}

pytestmark = pytest.mark.skipif(
    VARIABLE not in os.environ,
    reason=f"{VARIABLE} does not name the directory that holds ravenstack_iso, churnsim_a and tava",
)


@pytest.fixture(scope="module")
def commissions(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Commission]:
    found = {}
    for name, (folder, load) in LOADERS.items():
        scratch = tmp_path_factory.mktemp(name)
        company = load(Path(os.environ[VARIABLE]) / folder, scratch)
        found[name] = workshop.begin(company, scratch, with_data_tests=name == "churnsim")
    return found


@pytest.fixture(scope="module", params=LOADERS)
def company(request: pytest.FixtureRequest, commissions: dict[str, Commission]) -> Iterator[Built]:
    with commissions[request.param].delivered() as found:
        yield found


@pytest.mark.parametrize("mart", MARTS)
def test_every_mart_agrees_with_the_oracle(mart: str, company: Built) -> None:
    assert_mart_agrees(company, mart)


def test_rows_are_conserved(company: Built) -> None:
    assert_rows_are_conserved(company)
    assert_rejections_agree(company)


def test_every_sum_ties_out(company: Built) -> None:
    assert_every_sum_ties_out(company)


def test_nothing_of_the_demo_is_in_it(company: Built) -> None:
    accounts = {row["account_id"] for row in company.mart("accounts")}
    assert accounts == set(company.oracle.intake.accounts)
    names = {row["definition_name"] for row in company.mart("north_star_periods_by_breakdown")}
    assert names <= {one.name for one in company.oracle.definitions}


def _closing(company: Built, month: date) -> Decimal:
    [row] = company.rows(
        "select mrr as closing_mrr from marts.mrr_monthly where month_start = ?",
        [month],
    )
    closing: Decimal = row["closing_mrr"]
    return closing


def test_known_figures(company: Built) -> None:
    """Figures found by other means: the publisher's notes, or a few lines of arithmetic by hand."""
    if company.name == "ravenstack":
        # 10.26 million would be an inclusive end date, 65.7 million undivided annual amounts.
        assert _closing(company, date(2024, 12, 1)) == Decimal(10_159_608)
    elif company.name == "churnsim":
        assert _closing(company, date(2024, 6, 1)) == Decimal(262_356)
    else:
        # 100 + 80, then Enterprise 450 (500 from March); Pro, 150, beside Basic in May; C002 away in April.
        months = {
            date(2024, 12, 1): 100,
            date(2025, 2, 1): 630,
            date(2025, 3, 1): 680,
            date(2025, 4, 1): 600,
            date(2025, 5, 1): 750,
            date(2025, 6, 1): 730,
            date(2026, 1, 1): 650,
        }
        assert {month: _closing(company, month) for month in months} == months

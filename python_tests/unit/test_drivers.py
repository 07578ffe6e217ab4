"""Outcomes, influencers and the chain to lifetime value: the formulas, by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from python_tests.oracles.candidates import Sides, spearman
from python_tests.oracles.drivers import (
    ALL_FAIL,
    FAILS,
    HOLDS,
    NO_DATA,
    Months,
    accounts_side,
    difference_interval,
    holds,
    verdicts,
)
from python_tests.oracles.mart_value_chain import Life, quotient, terciles
from python_tests.oracles.movements import Movement
from python_tests.support.published_examples import Example


def test_rank_correlation_is_the_published_one(examples: dict[str, Example]) -> None:
    """The marts' own is checked with the same numbers in a unit test of driver_analysis."""
    example = examples["corr-s"]
    pairs = list(zip(example["inputs"]["x"], example["inputs"]["y"], strict=True))
    assert spearman(pairs) == pytest.approx(example["expected"]["rho"], abs=example["tolerance"])


def test_months_need_a_year_and_a_series_that_changes() -> None:
    rising = tuple((float(n), float(n)) for n in range(12))
    constant = tuple((1.0, float(n)) for n in range(12))
    assert (Months(rising).correlation, Months(rising).interval, Months(rising).side) == (1, None, 1)
    assert (Months(rising[:11]).correlation, Months(rising[:11]).reason(True, True)) == (
        None,
        "fewer than 12 months",
    )
    assert Months(constant).reason(True, True) == "one of the two never changes"
    assert Months(()).reason(False, False) == "the outcome has no value in any month"
    assert Months(()).reason(True, False) == "the influencer has no value in any month"


def test_accounts_are_clusters_of_their_months() -> None:
    """1 of 2 against 1 of 2, and 1 of 2 against 0 of 2: they pull 0.25 by an eighth each way."""
    sides = Sides()
    sides.add("a", True, 2, 1)
    sides.add("a", False, 2, 1)
    sides.add("b", True, 2, 1)
    sides.add("b", False, 2, 0)
    found = sides.compared()
    assert difference_interval(found, 2) == pytest.approx((0.25, 0.25 - 1.96 / 4, 0.25 + 1.96 / 4))
    assert accounts_side(found, 2) == 0
    assert accounts_side(found, 3) is None


@pytest.mark.parametrize(
    ("sign", "accounts", "months", "expected"),
    [
        (-1, -1, None, True),
        (-1, -1, 0, True),
        (-1, -1, 1, False),
        (-1, 0, -1, False),
        (-1, 1, -1, False),
        (-1, None, -1, True),
        (-1, None, 0, False),
        (1, None, None, None),
        (1, 1, 1, True),
    ],
)
def test_accounts_decide_and_months_may_contradict(
    sign: int, accounts: int | None, months: int | None, expected: bool | None
) -> None:
    assert holds(sign, accounts, months) is expected


def test_an_outcome_that_none_explains_moves_without_its_influencers() -> None:
    assert verdicts([True, False, None], True) == [HOLDS, FAILS, NO_DATA]
    assert verdicts([False, False, None], True) == [ALL_FAIL, ALL_FAIL, NO_DATA]
    assert verdicts([False], False) == [FAILS]


def test_equal_attainment_stays_together() -> None:
    half, none, whole = Fraction(1, 2), Fraction(0), Fraction(1)
    found = terciles({"a": none, "b": none, "c": none, "d": half, "e": half, "f": whole})
    assert found == {"a": "bottom", "b": "bottom", "c": "bottom", "d": "top", "e": "top", "f": "top"}
    assert set(terciles({"a": half, "b": half}).values()) == {"middle"}


def test_links_of_a_life_add_up_to_its_value() -> None:
    """10, then 30, lost, back with 20: 60 in all, of 10 x 4 months, less a month of 10, and 30 of growth."""
    months = [date(2024, month, 1) for month in (2, 3, 4, 5)]
    ends = dict(zip(months, map(Fraction, (10, 30, 0, 20)), strict=True))
    ten, thirty = Decimal(10), Decimal(30)
    movements = (
        Movement("a", months[0], new_mrr=ten, closing_mrr=ten, movement_type="new"),
        Movement("a", months[1], ten, expansion_mrr=Decimal(20), closing_mrr=thirty),
        Movement("a", months[2], thirty, churned_mrr=thirty, movement_type="churn"),
        Movement("a", months[3], reactivation_mrr=Decimal(20), closing_mrr=Decimal(20)),
    )
    found = Life(months[0], ends, movements, 16, 4, (10, 9, 3)).parts
    parts = {name: (int(over), int(under)) for name, (over, under) in found.items()}
    assert parts["realised_ltv"] == (60, 1)
    assert [parts[name][0] for name in ("ltv_at_start", "ltv_of_churn", "ltv_of_growth")] == [40, -10, 30]
    assert (parts["monthly_churn_rate"], parts["monthly_nrr"]) == ((1, 2), (30, 40))
    assert (parts["attainment"], parts["nps"]) == ((4, 16), (100, 3))


def test_a_quotient_takes_accounts_as_clusters() -> None:
    """3 and 1 of 4 windows: 0.5, pulled by an eighth each way."""
    assert quotient([(Fraction(3), Fraction(4)), (Fraction(1), Fraction(4))]) == pytest.approx((0.5, 0.25))

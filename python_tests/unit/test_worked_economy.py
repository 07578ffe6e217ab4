"""Published examples of survival and of company-wide ratios, by the oracle's formulas."""

from __future__ import annotations

from decimal import Decimal

import pytest

from python_tests.cases.company import CASES
from python_tests.oracles.economics import burn_multiple, growth_rate, magic_number, payback_months
from python_tests.oracles.month_sums import MonthSums, per, ratio
from python_tests.oracles.survival import kaplan_meier
from python_tests.support.published_examples import Example


def _amount(example: Example, name: str) -> Decimal:
    return Decimal(str(example["inputs"][name]))


def _spans(example: Example) -> list[tuple[int, bool]]:
    return list(zip(example["inputs"]["T"], map(bool, example["inputs"]["E"]), strict=True))


def _kaplan_meier(spans: list[tuple[int, bool]], ages: list[int]) -> list[float]:
    curve = kaplan_meier(spans)
    return [curve[age].survival_rate for age in ages]


def test_survival_curves(examples: dict[str, Example]) -> None:
    """Three published curves; whoever is censored at an age is still at risk at it."""
    first, third, fourth = (examples[key] for key in ("km-01", "km-03", "km-04"))
    spans = [
        (age, bool(ended)) for age, ended in zip(first["inputs"]["T"], first["inputs"]["E"], strict=True)
    ]
    expected = {int(name[2:-1]): rate for name, rate in first["expected"].items()}
    assert _kaplan_meier(spans, list(expected)) == pytest.approx(list(expected.values()))

    spans = [
        (age, bool(ended)) for age, ended in zip(third["inputs"]["T"], third["inputs"]["E"], strict=True)
    ]
    found = _kaplan_meier(spans, third["inputs"]["at"])
    assert found == pytest.approx(third["expected"]["S"], abs=third["tolerance"])

    spans = [(age, True) for age in fourth["inputs"]["uncensored"]]
    spans += [(age, False) for age in fourth["inputs"]["right"]]
    assert _kaplan_meier(spans, fourth["expected"]["t"]) == pytest.approx(fourth["expected"]["S"])


def test_lifetime_of_constant_churn(examples: dict[str, Example]) -> None:
    """Simple lifetime value over ARPA: 1 / churn."""
    example = examples["life-skok-01"]
    churned = round(10_000 * example["inputs"]["monthly_churn"])
    sums = MonthSums(closing_mrr=Decimal(10_000), paying_account_count=10_000, logo_churn_base_count=10_000,
                     logo_churn_count=churned)  # fmt: skip
    simple, arpa = sums.lifetime_value, per(sums.closing_mrr, sums.paying_account_count)
    assert simple is not None and arpa is not None
    assert float(simple / arpa) == pytest.approx(
        example["expected"]["lifetime_months"], abs=example["tolerance"]
    )


def test_payback_at_half_margin(examples: dict[str, Example]) -> None:
    example = examples["cacp-02"]
    found = payback_months(*(_amount(example, name) for name in ("cac", "mrr_per_customer", "gross_margin")))
    assert found == pytest.approx(example["expected"]["months"])


def test_magic_number(examples: dict[str, Example]) -> None:
    example = examples["magic-02"]
    expected, added = example["expected"], _amount(example, "qoq_recurring_rev_delta")
    found = magic_number(added, Decimal(0), _amount(example, "prev_q_sm"))
    assert found is not None
    assert found == pytest.approx(expected["magic_number"], abs=0.005)
    assert 4 * added == expected["annualised_revenue_added"]
    assert 12 / found == pytest.approx(expected["implied_payback_months"], abs=example["tolerance"])


def test_burn_multiple(examples: dict[str, Example]) -> None:
    example = examples["burn-02"]
    found = burn_multiple(_amount(example, "net_burn"), _amount(example, "net_new_arr"))
    assert found == example["expected"]["burn_multiple"]
    assert burn_multiple(Decimal(1), Decimal(0)) is None


@pytest.mark.parametrize("key", ("r40-01", "r40-04"))
def test_rule_of_40(key: str, examples: dict[str, Example]) -> None:
    """Growth and margin in percent points; ours grows by ARR where the examples take revenue."""
    example, expected = examples[key], examples[key]["expected"]
    growth = growth_rate(_amount(example, "rev_cur"), _amount(example, "rev_prev"))
    margin = ratio(_amount(example, "ebitda"), _amount(example, "rev_cur"))
    assert growth is not None and margin is not None
    near = {"abs": max(example["tolerance"], 1e-9)}
    assert 100 * growth == pytest.approx(expected["growth_pct"], **near)
    assert 100 * margin == pytest.approx(expected["margin_pct"], **near)
    score = expected.get("score", expected["growth_pct"] + expected["margin_pct"])
    assert 100 * (growth + margin) == pytest.approx(score, **near)


def test_simpsons_paradox(examples: dict[str, Example]) -> None:
    """The case's counts are the published ones, and they do reverse."""
    example = examples["simp-01"]
    [case] = [case for case in CASES if case.id == "simp-01"]
    rates = {
        (one.key["month_start"], one.key["breakdown_value"]): (
            one.values["retained_account_count"],
            one.values["base_account_count"],
        )
        for one in case.expected
    }
    before, after = sorted({month for month, _ in rates}, key=str)
    for month, treatment in ((before, "B"), (after, "A")):
        for size in ("small", "large"):
            assert list(rates[month, f"simp-01 {size}"]) == example["inputs"][treatment][size]
        assert list(rates[month, "simp-01"]) == example["expected"][treatment]["all"]
    for size in ("small", "large"):
        assert _share(rates[before, f"simp-01 {size}"]) < _share(rates[after, f"simp-01 {size}"])
    assert _share(rates[before, "simp-01"]) > _share(rates[after, "simp-01"])


def _share(counts: tuple[object, object]) -> float:
    retained, base = counts
    assert isinstance(retained, int) and isinstance(base, int)
    return retained / base

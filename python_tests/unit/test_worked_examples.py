"""Published examples: which ones the cases repeat, and the formulas that no rows can express."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from python_tests.cases.company import CASES
from python_tests.cases.published_by_policy import UNDER_POLICY
from python_tests.oracles.month_sums import MonthSums
from python_tests.oracles.policies import Policy
from python_tests.oracles.revenue import monthly_amount
from python_tests.support.published_examples import Example

BY_FORMULA = (
    "ccr-02", "cmf-ltv-apr", "ltv-tree", "wf-gist-arr", "wf-gist-mrr",
    "ret-mx-03",  # in marts/test_worked_usage.py
    "trial-03",  # in test_activation.py
    "mad-01", "anom-el-02", "anom-el-03", "anom-el-04",  # in test_worked_alerts.py
    # in test_worked_economy.py
    "life-skok-01", "cacp-02", "magic-02", "burn-02", "r40-01", "r40-04", "km-01", "km-03", "km-04",
)  # fmt: skip
TAIL = "beyond what is observed the curve goes on with the churn of the last observed ages, not a fitted sBG"
# Of our subjects, but no number of ours under any policy.
OTHER_OPTION = {
    "ret-mx-04": "rates of cohorts are pooled, never averaged",
    "ret-mx-06": "windows are days since the first event, not calendar weeks",
    "ret-mx-08": "days are those of the calendar, not 24 hours from the event",
    "ret-rc-days": "a window counts the days after day 0, not day 0 itself",
    "fun-mx-06": "a breakdown is an attribute of the account, not of the event that began the funnel",
    "conv-mf-02": "pairs before a conversion is given to one of them; ours belongs to the last trial before",
    "frt-02": "response times are by the calendar, not by business hours (the case of its name: 14 hours)",
    "frt-03": "response times are by the calendar, not by business hours",
    "sbg-rg-fit": TAIL,
    "sbg-he-ll": TAIL,
    "sbg-he-proj": TAIL,
    "sbg-multi": TAIL,
    "sbg-y12r": TAIL,
    "sbg-reg-he": "regressions that the source fits to show that they do not hold",
}
SUBJECTS = (
    "mrr", "mrr_normalisation_factor", "mrr_waterfall", "new_mrr", "expansion_mrr", "contraction_mrr",
    "churned_mrr", "arr", "arpa", "gross_mrr_churn_rate", "net_mrr_churn_rate", "customer_churn_rate",
    "customer_churn", "quick_ratio", "ltv", "ltv_margin", "mau_window", "wau_window", "stickiness",
    "stickiness_frequency_by_breakdown", "session_split", "retention_average", "retention_day_boundary",
    "retention_week_boundary", "retention_rolling_windows", "retention_criteria", "lifetime_window_days",
    "ces_top_box", "first_response_time", "first_response_time_avg", "nps", "nps_bucket",
    "proration_lines (must NOT enter MRR)", "nrr", "grr", "simpson", "mad", "anomaly", "anomaly_seasonal",
    "customer_lifetime", "cac", "cac_payback_months", "magic_number", "burn_multiple", "rule_of_40",
    "kaplan_meier", "sbg_fit", "sbg_loglik", "sbg_projection", "sbg_fit_multi_cohort", "projection_error",
    "ols_baselines", "retention_annualised",
    "trial_to_paid", "funnel", "funnel_breakdown", "conversion_window_maturity", "conversion_join_fanout",
)  # fmt: skip


def test_every_example_of_our_subjects_is_covered(examples: dict[str, Example]) -> None:
    """Each is a case, a formula below, or excused by name; and no case names an example that is not there."""
    by_case = {published for case in CASES for published in case.published}
    ours = {key for key, example in examples.items() if example["metric"] in SUBJECTS}
    covered = by_case | {*BY_FORMULA, *UNDER_POLICY, *OTHER_OPTION}
    assert ours - covered == set()
    assert covered - set(examples) == set()


def _numbers(value: Any) -> set[Decimal]:
    """Every number in a nested value."""
    if isinstance(value, bool):
        return set()
    if isinstance(value, int | float):
        return {Decimal(str(value))}
    if isinstance(value, dict):
        value = list(value.values())
    return set().union(*(_numbers(one) for one in value)) if isinstance(value, list) else set()


def test_cases_expect_the_published_numbers(examples: dict[str, Example]) -> None:
    """The result that a case expects is the published one, within the example's own tolerance."""
    checked = []
    for case in CASES:
        shown = {abs(Decimal(str(v))) for e in case.expected for v in e.values.values() if _is_number(v)}
        for line in case.movements or ():
            shown |= {Decimal(line.closing), Decimal(line.amount or line.closing)}
        for one in case.published:
            published = {abs(number) for number in _numbers(examples[one]["expected"])}
            if one in ("cmf-arr-apr", "cmf-arpa-apr", "cmf-arpa-cur"):  # in cents
                published = {number / 100 for number in published}
            if one in ("cmf-arpa-apr", "cmf-arpa-cur"):
                sums = {name: v for e in case.expected for name, v in e.values.items()}
                shown.add(Decimal(str(sums["closing_mrr"])) / int(str(sums["paying_account_count"])))
            tolerance = Decimal(str(examples[one]["tolerance"]))
            near = [any(abs(a - b) <= tolerance for b in shown) for a in published]
            if published and one not in NOT_A_RESULT:
                assert all(near), f"{one}: published {published}, the case expects {shown}"
                checked.append(one)
    assert len(checked) >= 20, checked


# Published as component amounts (a proration's lines), as a split that the counts show, or in whole percent.
NOT_A_RESULT = ("prorate-s005", "prorate-s007", "mov-cb-02", "simp-01", "ces-01")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def test_waterfall_of_thirteen_months(examples: dict[str, Example]) -> None:
    """mrr = existing + movements, to the cent that the export was rounded to; ARR is twelve times that."""
    data, arr = examples["wf-gist-mrr"], examples["wf-gist-arr"]
    inputs = {
        name: [Decimal(str(v)) for v in values] for name, values in data["inputs"].items() if name != "months"
    }
    for n, mrr in enumerate(data["expected"]["mrr"]):
        sums = MonthSums(
            opening_mrr=inputs["existing"][n],
            new_mrr=inputs["new"][n],
            expansion_mrr=inputs["upgrades"][n],
            contraction_mrr=-inputs["downgrades"][n],
            churned_mrr=-inputs["voluntary_churn"][n] - inputs["delinquent_churn"][n],
            closing_mrr=Decimal(str(mrr)),
        )
        values = sums.values
        moved = Decimal(str(values["gained_mrr"])) - Decimal(str(values["lost_mrr"]))
        assert abs(moved - Decimal(str(values["net_new_mrr"]))) <= Decimal("0.005"), f"month {n}"
        assert values["arr"] == Decimal(str(arr["expected"]["arr"][n]))


def test_lifetime_value_formulas(examples: dict[str, Example]) -> None:
    april = examples["cmf-ltv-apr"]
    arpa, churn = april["inputs"]["arpa_cents"], april["inputs"]["customer_churn_rate_pct"]
    sums = MonthSums(
        closing_mrr=Decimal(arpa * 10_000), paying_account_count=10_000,
        logo_churn_base_count=10_000, logo_churn_count=round(churn * 100),
    )  # fmt: skip
    assert sums.values["ltv_simple"] == pytest.approx(april["expected"]["ltv_cents"], abs=april["tolerance"])
    tree = examples["ltv-tree"]["inputs"]
    sums = MonthSums(
        closing_mrr=Decimal(tree["arpu"] * 100), paying_account_count=100,
        logo_churn_base_count=100, logo_churn_count=round(tree["monthly_churn"] * 100),
    )  # fmt: skip
    simple = sums.values["ltv_simple"]
    assert simple is not None
    assert float(simple) * (1 - tree["cogs_pct"]) == pytest.approx(120)


def test_annual_rate_compounds(examples: dict[str, Example]) -> None:
    example = examples["ccr-02"]
    monthly, retained = example["inputs"]["monthly_churn"], example["expected"]["annual_retention"]
    sums = MonthSums(logo_churn_count=round(monthly * 100), logo_churn_base_count=100)
    lost = sums.values["annual_logo_churn_rate"]
    assert lost is not None
    assert 1 - float(lost) == pytest.approx(retained, abs=example["tolerance"])


def test_multipliers(examples: dict[str, Example]) -> None:
    """52/12, 1 and 1/12 of a price that makes each of them whole."""
    assert examples["mrr-norm-06"]["expected"]["multipliers"] == ["52/12", "1", "1/12"]
    rates = [monthly_amount(Decimal(12), unit, 1, Decimal(1), Policy()) for unit in ("week", "month", "year")]
    assert rates == [52, 12, 1]


def test_windows(examples: dict[str, Example]) -> None:
    """The published first days are 29 and 6 days before the last ones."""
    for key, days in (("mau-mx-02", 29), ("mau-mx-03", 29)):
        window = examples[key]["expected"]
        first, last = date.fromisoformat(window["from"]), date.fromisoformat(window["to"])
        assert (last - first).days == days

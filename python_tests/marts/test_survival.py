"""Survival curves against lifelines, a library for exactly this, and retention against the movements."""

from __future__ import annotations

from datetime import date

import pytest
from lifelines import KaplanMeierFitter

from python_tests.support.built import Built

LIVES = """
    select
        datediff(
            'month', min(month_start), coalesce(min(month_start) filter (closing_mrr = 0), max(month_start))
        ) as age,
        bool_or(closing_mrr = 0) as is_ended
    from marts.mrr_movements
    where is_complete and month_start between first_paid_month and ? and (? = 'all' or segment = ?)
    group by account_id
"""


@pytest.mark.parametrize("month", (date(2025, 12, 1), date(2024, 6, 1)), ids=str)
def test_observed_survival_is_that_of_lifelines(month: date, demo: Built) -> None:
    """In total and for each segment, at every observed age; at risk and churned as well."""
    values = demo.rows(
        "select distinct breakdown_value from marts.survival_curves_by_breakdown"
        " where breakdown in ('total', 'segment') and month_start = ?",
        [month],
    )
    assert len(values) >= 4
    for [value] in (row.values() for row in values):
        lives = demo.rows(LIVES, [month, value, value])
        # An age of 0 is a length of life of one month to lifelines, which starts everyone alive at 0.
        fitted = KaplanMeierFitter().fit(
            [row["age"] + 1 for row in lives], [row["is_ended"] for row in lives]
        )
        curve = demo.rows(
            "select tenure_months, at_risk_count, churned_count, survival_rate"
            " from marts.survival_curves_by_breakdown"
            " where month_start = ? and breakdown_value = ? and breakdown in ('total', 'segment')"
            " and is_observed order by 1",
            [month, value],
        )
        assert curve
        for row in curve:
            age = row["tenure_months"] + 1
            assert row["survival_rate"] == pytest.approx(fitted.predict(age)), f"{value} at {age - 1}"
            events = fitted.event_table.reindex([age], fill_value=0).loc[age]
            assert row["churned_count"] == events["observed"], f"{value} at {age - 1}"
            if age in fitted.event_table.index:
                assert row["at_risk_count"] == events["at_risk"], f"{value} at {age - 1}"


def test_curves_fall_and_lifetimes_follow_from_them(demo: Built) -> None:
    rising = demo.rows(
        "select * from (select *, lag(survival_rate) over (partition by month_start, breakdown,"
        " breakdown_value order by tenure_months) as before from marts.survival_curves_by_breakdown)"
        " where survival_rate > before"
    )
    assert not rising, rising[:3]
    apart = demo.rows(
        "select month_start, breakdown_value from marts.lifetime_value_by_breakdown"
        " join (select month_start, breakdown,"
        " breakdown_value, sum(survival_rate) as months from marts.survival_curves_by_breakdown group by all)"
        " using (month_start, breakdown, breakdown_value) where abs(months - expected_lifetime_months) > 1e-9"
    )
    assert not apart, apart[:3]


def _is_base_what_was_closed_with(company: Built) -> None:
    """A base is the MRR and the accounts that a month closed with, one horizon before."""
    apart = company.rows(
        "select retention.* from marts.revenue_retention_monthly_by_breakdown as retention"
        " left join marts.mrr_monthly_by_breakdown as before on before.breakdown = retention.breakdown"
        " and before.breakdown_value = retention.breakdown_value"
        " and before.month_start + to_months(retention.horizon_months) = retention.month_start"
        " where base_mrr <> coalesce(before.closing_mrr, 0)"
        " or base_account_count <> coalesce(before.paying_account_count, 0)"
    )
    assert not apart, apart[:3]


def test_bases_of_the_demo_are_what_was_closed_with(demo: Built) -> None:
    _is_base_what_was_closed_with(demo)


def test_bases_of_the_cases_are_what_was_closed_with(cases: Built) -> None:
    _is_base_what_was_closed_with(cases)


def test_a_month_of_retention_is_a_month_of_movements(demo: Built) -> None:
    """Over one month (and only then) retention follows from the movements, exchange rates among them."""
    apart = demo.rows(
        "select retention.* from marts.revenue_retention_monthly_by_breakdown as retention"
        " join marts.mrr_monthly_by_breakdown as moved using (month_start, breakdown, breakdown_value)"
        " where horizon_months = 1 and retained_mrr <> opening_mrr + expansion_mrr - contraction_mrr"
        " - churned_mrr + fx_mrr"
    )
    assert not apart, apart[:3]


def test_cohorts_add_up_to_the_month(demo: Built) -> None:
    """The diagonal of the triangle is what mrr_monthly closes with; nothing is counted twice or left out."""
    apart = demo.rows(
        "select month_start, sum(mrr) as mrr from marts.retention_cohorts_by_breakdown where is_complete"
        " group by month_start, breakdown, breakdown_value"
        " except select month_start, closing_mrr from marts.mrr_monthly_by_breakdown"
    )
    assert not apart, apart[:3]

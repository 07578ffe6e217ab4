"""Retention, cohorts, survival and unit economics: small groups of accounts, added up by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from python_tests.cases.case import Case, Expect, Refusal, account, event, item, user
from python_tests.support.raw_files import RawRow

JANUARY, FEBRUARY, MARCH, APRIL, MAY, JUNE = (date(2024, n, 1) for n in range(1, 7))
Terms = tuple[str, str, str | None]  # amount a month, first day, first day after


def group(name: str, why: str, accounts: Mapping[str, Sequence[Terms]], *expected: Expect) -> Case:
    """Accounts of one segment, which is the case's id; each pays by one line of terms after the other."""
    rows: list[RawRow] = []
    for one, terms in accounts.items():
        rows += [item(f"{name}-{one}", amount, start, end) for amount, start, end in terms]
    tables = {"accounts": [account(f"{name}-{one}", name) for one in accounts], "subscription_items": rows}
    return Case(name, why, tables, expected=expected)


def _retention(month: date, horizon: int, **values: object) -> Expect:
    return Expect(
        "revenue_retention_monthly_by_breakdown", {"month_start": month, "horizon_months": horizon}, values
    )


def _cell(cohort: date, age: int, **values: object) -> Expect:
    return Expect("retention_cohorts_by_breakdown", {"cohort_month": cohort, "months_since": age}, values)


def _age(month: date, age: int, **values: object) -> Expect:
    return Expect("survival_curves_by_breakdown", {"month_start": month, "tenure_months": age}, values)


def _economics(month: date, **values: object) -> Expect:
    return Expect("unit_economics_monthly_by_breakdown", {"month_start": month}, values)


RETENTION = (
    group("growth_of_one_hides_no_loss",
          "100 -> 50 and 100 -> 180: net 230 of 200; gross caps each account, 50 + 100, where totals say 200",
          {"a": [("100", "2024-01-05", "2024-03-10"), ("50", "2024-03-10", None)],
           "b": [("100", "2024-01-05", "2024-03-10"), ("180", "2024-03-10", None)]},
          _retention(MARCH, 1, base_mrr=Decimal(200), retained_mrr=Decimal(230), kept_mrr=Decimal(150),
                     nrr=1.15, grr=0.75, logo_retention_rate=1.0)),
    group("newcomers_retain_nothing", "900 that came in March are no part of the 100 of February",
          {"old": [("100", "2024-01-05", None)], "young": [("900", "2024-03-10", None)]},
          _retention(MARCH, 1, base_account_count=1, base_mrr=Decimal(100), nrr=1.0, grr=1.0),
          _retention(APRIL, 1, base_account_count=2, base_mrr=Decimal(1000))),
    group("retention_is_no_sum_of_movements",
          "300 came in June and left in January; last March's 100 are all there. Summed movements say -200 %",
          {"stays": [("100", "2023-02-05", None)], "visits": [("300", "2023-06-05", "2024-01-10")]},
          _retention(MARCH, 12, base_mrr=Decimal(100), retained_mrr=Decimal(100), nrr=1.0, grr=1.0)),
    group("average_of_rates_is_no_rate", "half of 2 and all of 8 are 9 of 10, not the mean 75 %",
          {**{f"a{n}": [("10", "2024-01-05", "2024-03-05" if n == 0 else None)] for n in range(10)}},
          _retention(MARCH, 1, base_account_count=10, retained_account_count=9, logo_retention_rate=0.9)),
    group("who_returns_counts_with_what_it_pays_now",
          "100 in January, gone in February, 120 in April: over three months net 1.2, gross 1; over one month"
          " there is nobody to retain, which is null and not 0",
          {"a": [("100", "2024-01-05", "2024-02-10"), ("120", "2024-04-05", None)]},
          _retention(FEBRUARY, 1, nrr=0.0, grr=0.0, logo_retention_rate=0.0),
          _retention(MARCH, 1, base_account_count=0, nrr=None, grr=None, logo_retention_rate=None),
          _retention(APRIL, 1, base_account_count=0, retained_mrr=Decimal(0), nrr=None),
          _retention(APRIL, 3, base_mrr=Decimal(100), retained_mrr=Decimal(120), kept_mrr=Decimal(100),
                     nrr=1.2, grr=1.0)),
    group("june_is_not_over",
          "as_of cuts June on the 15th: who left on the 10th is missing already, and the row says so",
          {"a": [("100", "2024-01-05", None)], "b": [("100", "2024-01-05", "2024-06-10")]},
          _retention(JUNE, 1, base_account_count=2, logo_retention_rate=0.5, is_complete=False),
          _retention(MAY, 1, logo_retention_rate=1.0, is_complete=True)),
)  # fmt: skip

COHORTS = (
    group("a_cohort_loses_and_wins_back",
          "two of January, one away in February and March: MRR 150, 100, 100, 180, 180",
          {"a": [("100", "2024-01-05", None)],
           "b": [("50", "2024-01-20", "2024-02-10"), ("80", "2024-04-02", None)]},
          _cell(JANUARY, 0, cohort_account_count=2, retained_account_count=2, cohort_mrr=Decimal(150),
                cumulative_mrr=Decimal(150), realised_ltv=Decimal(75)),
          _cell(JANUARY, 2, retained_account_count=1, account_retention_rate=0.5,
                cumulative_mrr=Decimal(350)),
          _cell(JANUARY, 3, retained_account_count=2, mrr=Decimal(180), mrr_retention_rate=1.2,
                cumulative_mrr=Decimal(530), realised_ltv=Decimal(265))),
    group("what_has_not_happened_is_null",
          "April's cohort is one month old: June is cut, July is to come; both are empty cells and not zeros",
          {"a": [("100", "2024-04-05", None)]},
          _cell(APRIL, 1, retained_account_count=1, realised_ltv=Decimal(200), is_complete=True),
          *(_cell(APRIL, age, cohort_account_count=1, retained_account_count=None,
                  account_retention_rate=None, mrr=None, cumulative_mrr=None, realised_ltv=None,
                  north_star_account_count=None, is_complete=False)
            for age in (2, 3, 40))),
    group("gone_within_the_first_month",
          "in and out in February: a member of the cohort that is not there at its end",
          {"a": [("100", "2024-02-05", None)], "b": [("100", "2024-02-05", "2024-02-20")]},
          _cell(FEBRUARY, 0, cohort_account_count=2, retained_account_count=1, account_retention_rate=0.5,
                cohort_mrr=Decimal(100))),
    Case("star_of_a_cohort", "met the North Star in the weeks of 4 March and 29 April, which ends on 5 May",
         {"subscription_items": [item("star_of_a_cohort", "100", "2024-01-05")],
          "users": [user(f"star-{who}", "star_of_a_cohort") for who in "ab"],
          "events": [event(f"star-{day}-{kind}-{n}", "star_of_a_cohort", f"star-{who}",
                           f"2024-{day}T10:00:00Z", event_name=f"task_{kind}")
                     for day in ("03-05", "04-30")
                     for kind in ("created", "completed")
                     for n, who in enumerate("aab")]},
         expected=(
             _cell(JANUARY, 1, north_star_account_count=0, north_star_retention_rate=0.0),
             _cell(JANUARY, 2, north_star_account_count=1, north_star_retention_rate=1.0),
             _cell(JANUARY, 3, north_star_account_count=0),
             _cell(JANUARY, 4, north_star_account_count=1),
         )),
)  # fmt: skip

# By the end of May: 12 of January, 8 of April. Ages 0, 1, 2 have 20, 19, 11 at risk and 1, 1, 2 leave.
LIVES: dict[str, list[Terms]] = {
    "gone_at_once": [("100", "2024-01-05", "2024-01-20")],
    "gone_in_march": [("100", "2024-01-05", "2024-03-10")],
    "gone_in_march_and_back": [("100", "2024-01-05", "2024-03-10"), ("100", "2024-04-05", None)],
    "gone_in_june": [("100", "2024-01-05", "2024-06-10")],  # not known before the end of June
    **{f"january{n}": [("100", "2024-01-05", None)] for n in range(8)},
    "gone_in_may": [("100", "2024-04-05", "2024-05-10")],
    **{f"april{n}": [("100", "2024-04-05", None)] for n in range(7)},
}
SURVIVAL = (
    group("lives_end_once",
          "19/20, x 18/19, x 9/11; at age 3 only 9 are at risk: from there on the curve goes on with 4 lost"
          " of 50. June, which as_of cuts, adds nothing",
          LIVES,
          _age(MAY, 0, at_risk_count=20, churned_count=1, survival_rate=0.95, is_observed=True),
          _age(MAY, 1, at_risk_count=19, churned_count=1, survival_rate=0.9),
          _age(MAY, 2, at_risk_count=11, churned_count=2, survival_rate=0.9 * 9 / 11, observed_months=2,
               tail_churn_rate=0.08),
          _age(MAY, 3, at_risk_count=None, survival_rate=0.9 * 9 / 11 * 0.92, is_observed=False),
          _age(JUNE, 2, at_risk_count=11, churned_count=2, survival_rate=0.9 * 9 / 11, is_complete=False),
          Expect("lifetime_value_by_breakdown", {"month_start": MAY},
                 {"arpa": Decimal(100), "observed_months": 2, "survival_rate_12m": None,
                  "tail_churn_rate": 0.08,
                  "expected_lifetime_months": 1.85 + 0.9 * 9 / 11 * (1 - 0.92**58) / 0.08,
                  "ltv_observed": 80 * (0.95 + 0.9 / 1.1 ** (1 / 12) + 0.9 * 9 / 11 / 1.1 ** (2 / 12))})),
    group("too_few_to_tell", "nine accounts are no curve: nothing is said, least of all that nobody leaves",
          {f"a{n}": [("100", "2024-01-05", None)] for n in range(9)},
          Expect("lifetime_value_by_breakdown", {"month_start": MAY},
                 {"observed_months": None, "expected_lifetime_months": None, "ltv_survival": None})),
)  # fmt: skip


def _won(name: str, why: str, count: int, spend: Sequence[RawRow], *expected: Expect) -> Case:
    """Accounts of one channel, won in March at 100 each; the channel is the case's id."""
    accounts = [f"{name}-{n}" for n in range(count)]
    return Case(
        name,
        why,
        {
            "accounts": [account(one, name, acquisition_channel=name) for one in accounts],
            "subscription_items": [item(one, "100", "2024-03-05") for one in accounts],
            "marketing_spend": spend,
        },
        expected=expected,
    )


def _spent(channel: str, day: str, amount: str, currency: str = "USD") -> RawRow:
    return {"spend_date": day, "acquisition_channel": channel, "amount": amount, "currency": currency}


def _channel(name: str, month: date, **values: object) -> Expect:
    key = {"month_start": month, "breakdown": "acquisition_channel", "breakdown_value": name}
    return Expect("unit_economics_monthly_by_breakdown", key, values)


COSTS = (
    _won("spend_by_channel", "two equal bookings are two; 100 euros of February are 120 dollars", 2,
         [_spent("spend_by_channel", "2024-03-04", "150")] * 2
         + [_spent("spend_by_channel", "2024-02-04", "100", "EUR")],
         _channel("spend_by_channel", FEBRUARY, acquisition_spend=Decimal(120), new_account_count=0,
                  cac=None),
         _channel("spend_by_channel", MARCH, acquisition_spend=Decimal(300), new_account_count=2,
                  new_mrr=Decimal(200), asp=Decimal(100), cac=Decimal(150), cac_payback_months=1.875),
         # Of segments nobody knows what they cost.
         _economics(MARCH, new_account_count=2, acquisition_spend=None, cac=None)),
    _won("a_channel_that_costs_nothing", "0 from the company's first booking on; no ratio to 0", 1, [],
         _channel("a_channel_that_costs_nothing", MARCH, acquisition_spend=Decimal(0), cac=Decimal(0),
                  cac_payback_months=0.0, survival_ltv_to_cac=None)),
    _won("a_channel_that_brings_nobody", "money spent, nobody won: null, not infinite", 0,
         [_spent("a_channel_that_brings_nobody", "2024-03-04", "500")],
         _channel("a_channel_that_brings_nobody", MARCH, acquisition_spend=Decimal(500), new_account_count=0,
                  asp=None, cac=None, arpa=None, cac_payback_months=None)),
    group("few_shoulders", "1,000 and eleven of 100: the largest holds 1,000 of 2,100, the ten largest 1,900",
          {"whale": [("1000", "2024-01-05", None)],
           **{f"a{n}": [("100", "2024-01-05", None)] for n in range(11)}},
          _economics(MARCH, largest_account_mrr=Decimal(1000), largest_account_share=10 / 21,
                     top_10_mrr=Decimal(1900), top_10_share=19 / 21)),
)  # fmt: skip

# The company's only revenue in 2018: 1,000 a month, 1,300 from January 2019, gone in July.
BOOK_MONTHS = [date(2018 + n // 12, n % 12 + 1, 1) for n in range(13)]


def _of_month(month: date) -> RawRow:
    """Any day of the month will do."""
    later = month >= date(2018, 4, 1)
    return {
        "month": month.replace(day=1 + month.month),
        "currency": "usd",
        "recognized_revenue": "1300" if month.year == 2019 else "1000" if later else "900",
        "ebitda": "200.00",
        "net_burn": None if month == date(2018, 5, 1) else "1200",
    }


def _of_company(month: date, **values: object) -> Expect:
    key = {"month_start": month, "breakdown": "total", "breakdown_value": "all"}
    return Expect("unit_economics_monthly_by_breakdown", key, values)


BOOKS = (
    Case("books",
         "June: (3 x 1,000 - 3 x 900) x 4 / 450. January: ARR 15,600 after 12,000; 2,400 of 12,100 are left;"
         " 3,600 burnt for 3,600 of new ARR. Where a month of the quarter lacks, or ARR did not grow, null",
         {"subscription_items": [item("books", "1000", "2018-01-10", "2019-01-10"),
                                 item("books", "1300", "2019-01-10", "2019-07-10")],
          "marketing_spend": [_spent("(unallocated)", f"2018-0{n}-15", "150") for n in (1, 2, 3)],
          "company_financials": [_of_month(month) for month in BOOK_MONTHS]
          + [{"month": "2018-13-01", "currency": "USD"}, {"month": "", "currency": "USD"},
             {"month": "2018-03-01", "currency": ""},
             {"month": "2018-03-02", "currency": "USD", "ebitda": "1,0"},
             {"month": "2024-07-01", "currency": "USD"}, {"month": "2018-03-03", "currency": "CHF"},
             {"month": "2018-03-05", "currency": "USD", "recognized_revenue": "-1"},
             {"month": "2018-03-06", "currency": "EUR"}, {"month": "2018-03-31", "currency": "USD"}]},
         expected=(
             _of_company(date(2018, 6, 1), recognized_revenue_3m=Decimal(3000),
                         previous_recognized_revenue_3m=Decimal(2700),
                         previous_acquisition_spend_3m=Decimal(450),
                         magic_number=8 / 3, net_burn_3m=None, burn_multiple=None, arr_growth_rate=None,
                         ebitda_margin=None, rule_of_40=None),
             _of_company(date(2018, 5, 1), recognized_revenue=Decimal(1000), net_burn=None,
                         previous_recognized_revenue_3m=None, magic_number=None),
             _of_company(date(2018, 12, 1), ebitda_12m=Decimal(2400),
                         recognized_revenue_12m=Decimal(11700), net_burn_3m=Decimal(3600),
                         net_new_arr_3m=Decimal(0), burn_multiple=None),
             _of_company(date(2019, 1, 1), arr=Decimal(15600), arr_12m_before=Decimal(12000),
                         arr_growth_rate=0.3, ebitda_margin=2400 / 12100,
                         rule_of_40=30 + 240000 / 12100,
                         net_new_arr_3m=Decimal(3600), burn_multiple=1.0),
             _of_company(date(2019, 2, 1), recognized_revenue=None, net_burn_3m=None, burn_multiple=None),
             _economics(date(2019, 1, 1), arr=None, recognized_revenue=None, rule_of_40=None),
         ),
         refused=(
             Refusal("company_financials", "2018-13-01", "invalid_date"),
             Refusal("company_financials", "", "missing_key"),
             Refusal("company_financials", "2018-03-01", "missing_value"),
             Refusal("company_financials", "2018-03-02", "invalid_number"),
             Refusal("company_financials", "2024-07-01", "future"),
             Refusal("company_financials", "2018-03-03", "unknown_currency"),
             Refusal("company_financials", "2018-03-05", "negative_amount"),
             Refusal("company_financials", "2018-03-06", "missing_exchange_rate"),
             Refusal("company_financials", "2018-03-31", "conflicting_duplicate"),
         )),
)  # fmt: skip

CASES = RETENTION + COHORTS + SURVIVAL + COSTS + BOOKS

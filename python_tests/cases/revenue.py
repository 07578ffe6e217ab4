"""MRR: periods, prices, currencies, movements."""

from __future__ import annotations

from python_tests.cases.case import Case, Expect, Line, item


def _case(
    name: str, why: str, items: list[dict[str, object]], *movements: Line, expected: tuple[Expect, ...] = ()
) -> Case:
    """A case of one account; an item's keys are the arguments of `item` after the account."""
    rows = [item(name, **one) for one in items]  # type: ignore[arg-type]
    return Case(name, why, {"subscription_items": rows}, movements, expected)


def _i(amount: str, start: str, end: str | None = None, **others: object) -> dict[str, object]:
    return {"amount": amount, "start": start, "end": end, **others}


PERIODS = (
    _case("open_ended_runs", "no end: running on as_of, no churn",
          [_i("100", "2024-01-10")], Line("2024-01", "new", "100")),
    _case("ends_after_as_of", "ends the day after as_of (2024-06-15): still running",
          [_i("100", "2024-01-10", "2024-06-16")], Line("2024-01", "new", "100")),
    _case("ends_on_as_of", "the end is exclusive: the last paid day is the one before as_of",
          [_i("100", "2024-01-10", "2024-06-15")],
          Line("2024-01", "new", "100"), Line("2024-06", "churn", "0", "100"),
          expected=(Expect("accounts", {}, {"lifecycle_stage": "churned", "current_mrr": 0}),)),
    _case("in_and_out_in_one_month", "zero at both ends of the month: no movement, one churn inside it",
          [_i("100", "2024-02-05", "2024-02-20")], Line("2024-02", "none", "0", intra=1)),
    _case("in_and_out_then_back", "it paid before, inside February: coming back in April is no new account",
          [_i("100", "2024-02-05", "2024-02-20"), _i("70", "2024-04-02")],
          Line("2024-02", "none", "0", intra=1), Line("2024-04", "reactivation", "70")),
    _case("end_is_exclusive", "paid through 29 February, gone on 1 March",
          [_i("100", "2024-01-01", "2024-03-01")],
          Line("2024-01", "new", "100"), Line("2024-03", "churn", "0", "100")),
    _case("ends_on_leap_day", "29 February is the first day without: February closes at zero",
          [_i("100", "2024-01-01", "2024-02-29")],
          Line("2024-01", "new", "100"), Line("2024-02", "churn", "0", "100")),
    _case("leap_day_only", "one paid day, the last of February",
          [_i("100", "2024-02-29", "2024-03-01")],
          Line("2024-02", "new", "100"), Line("2024-03", "churn", "0", "100")),
    _case("leaves_and_returns", "any gap that spans a month's end is churn and reactivation",
          [_i("100", "2024-01-10", "2024-02-20"), _i("120", "2024-04-10")],
          Line("2024-01", "new", "100"), Line("2024-02", "churn", "0", "100"),
          Line("2024-04", "reactivation", "120")),
    _case("gap_inside_a_month", "away from 5 to 19 March: same MRR at both ends, counted as inside churn",
          [_i("100", "2024-01-10", "2024-03-05"), _i("100", "2024-03-20")],
          Line("2024-01", "new", "100"), Line("2024-03", "none", "100", intra=1)),
    _case("leaves_twice_in_a_month", "the second leaving is the month's churn, the first is inside it",
          [_i("100", "2024-01-10", "2024-03-05"), _i("100", "2024-03-10", "2024-03-20")],
          Line("2024-01", "new", "100"), Line("2024-03", "churn", "0", "100", intra=1)),
    _case("gap_in_the_first_month", "new once, at what the month closes with",
          [_i("100", "2024-01-03", "2024-01-10"), _i("60", "2024-01-20")],
          Line("2024-01", "new", "60", intra=1)),
    _case("same_day_cancel_and_resubscribe", "ended 09:00, back 15:00: no day without",
          [_i("100", "2024-01-10", "2024-03-10T09:00:00Z"), _i("100", "2024-03-10T15:00:00Z")],
          Line("2024-01", "new", "100")),
    _case("hours_only", "begun and ended on one local day: it never paid on a day",
          [_i("100", "2024-03-10T09:00:00Z", "2024-03-10T15:00:00Z")]),
    _case("ends_after_local_midnight", "23:30 UTC on 29 February is 1 March in Berlin: paid through February",
          [_i("100", "2024-01-01", "2024-02-29T23:30:00Z")],
          Line("2024-01", "new", "100"), Line("2024-03", "churn", "0", "100")),
    _case("ends_before_local_midnight", "04:30 at +06:00 is 22:30 UTC, 23:30 in Berlin on 29 February",
          [_i("100", "2024-01-01", "2024-03-01T04:30:00+06:00")],
          Line("2024-01", "new", "100"), Line("2024-02", "churn", "0", "100")),
    _case("starts_in_summer_time", "22:30 UTC on 30 April is 00:30 on 1 May: new in May",
          [_i("100", "2024-04-30T22:30:00Z")], Line("2024-05", "new", "100")),
)  # fmt: skip

PRICES = (
    _case("two_subscriptions", "both count; losing one of two is contraction",
          [_i("100", "2024-01-05"), _i("60", "2024-01-15", "2024-03-10")],
          Line("2024-01", "new", "160"), Line("2024-03", "contraction", "100", "60")),
    _case("plan_switch_in_mid_month", "the full new price counts at once; the plan is the one of as_of",
          [_i("100", "2024-01-05", "2024-03-15"), _i("150", "2024-03-15", plan_name="Pro")],
          Line("2024-01", "new", "100"), Line("2024-03", "expansion", "150", "50"),
          expected=(Expect("accounts", {}, {"plan_name": "Pro", "current_mrr": 150}),)),
    _case("contraction_to_zero_is_churn", "a free plan is not a paying account",
          [_i("100", "2024-01-05", "2024-03-15"), _i("0", "2024-03-15", plan_name="Free")],
          Line("2024-01", "new", "100"), Line("2024-03", "churn", "0", "100"),
          expected=(Expect("accounts", {}, {"plan_name": "Basic", "lifecycle_stage": "churned"}),)),
    _case("free_only", "0 is accepted and is no paying account", [_i("0", "2024-01-05", plan_name="Free")],
          expected=(Expect("accounts", {}, {"plan_name": "(none)", "lifecycle_stage": "free"}),)),
    _case("discount_ends", "the recurring discount is subtracted while it lasts; its end is expansion",
          [_i("100", "2024-01-05", "2024-03-01", recurring_discount_amount="20", n="x"),
           _i("100", "2024-03-01", n="x")],
          Line("2024-01", "new", "80"), Line("2024-03", "expansion", "100", "20")),
    _case("discount_of_everything", "100 less 100 is free",
          [_i("100", "2024-01-05", recurring_discount_amount="100.00")],
          expected=(Expect("accounts", {}, {"current_mrr": 0, "lifecycle_stage": "free"}),)),
    _case("quantity_is_informational", "the amount is for all units",
          [_i("100", "2024-01-05", quantity="7")], Line("2024-01", "new", "100")),
    _case("trial_then_paid", "a trial has no MRR; new on the first paid day",
          [_i("100", "2024-01-01", "2024-02-14", is_trial="TRUE"), _i("100", "2024-02-14")],
          Line("2024-02", "new", "100"),
          expected=(Expect("accounts", {}, {"lifecycle_stage": "active"}),)),
    _case("trial_only", "never paid", [_i("100", "2024-06-01", is_trial="yes")],
          expected=(Expect("accounts", {}, {"lifecycle_stage": "trial", "first_paid_date": None}),)),
    _case("billed_daily", "1 a day x 365/12", [_i("1", "2024-01-05", billing_interval="day")],
          Line("2024-01", "new", "30.416667")),
    _case("billed_weekly", "12 a week x 52/12", [_i("12", "2024-01-05", billing_interval="week")],
          Line("2024-01", "new", "52")),
    _case("billed_every_two_weeks", "12 x 52/24",
          [_i("12", "2024-01-05", billing_interval="Week", billing_interval_count=2)],
          Line("2024-01", "new", "26")),
    _case("billed_quarterly", "100/3, rounded at the sixth decimal",
          [_i("100", "2024-01-05", billing_interval=" QUARTER ")], Line("2024-01", "new", "33.333333")),
    _case("billed_yearly", "1,000/12 rounds up", [_i("1100", "2024-01-05", billing_interval="year")],
          Line("2024-01", "new", "91.666667")),
    _case("tie_rounds_up", "0.01/32 = 0.0003125: half up, not to the even 0.000312",
          [_i("0.01", "2024-01-05", billing_interval_count=32)], Line("2024-01", "new", "0.000313")),
    _case("too_small_to_pay", "0.000001/12 rounds to nothing: not a paying account",
          [_i("0.000001", "2024-01-05", billing_interval="year")]),
    _case("largest_item_names_the_plan", "of two items the larger; of equal ones the first plan by name",
          [_i("50", "2024-01-05", plan_name="Zeta"), _i("50", "2024-01-06", plan_name="Alpha"),
           _i("20", "2024-01-07", plan_name="Add-on")],
          Line("2024-01", "new", "120"), expected=(Expect("accounts", {}, {"plan_name": "Alpha"}),)),
)  # fmt: skip

# EUR: 1.10 from December 2023, 1.20 from 10 February, 1.25 from 31 March. GBP: 1.30 from 15 April.
CURRENCIES = (
    _case("rate_moves_alone", "the price in euros never changed: fx, never expansion",
          [_i("100", "2024-01-05", currency="EUR")],
          Line("2024-01", "new", "110"), Line("2024-02", "none", "120", fx="10"),
          Line("2024-03", "none", "125", fx="5"),
          expected=(Expect("accounts", {}, {"currency": "EUR"}),)),
    _case("rate_and_price_move", "fx on the 100 held, expansion on the 50 added, both at February's rate",
          [_i("100", "2024-01-05", currency="eur"), _i("50", "2024-02-15", currency="EUR")],
          Line("2024-01", "new", "110"), Line("2024-02", "expansion", "180", "60", fx="10"),
          Line("2024-03", "none", "187.5", fx="7.5")),
    _case("rate_moves_and_plan_shrinks", "the item that ends is revalued too: fx 10, then 60 of 120 go",
          [_i("50", "2024-01-05", currency="EUR"), _i("50", "2024-01-06", "2024-02-20", currency="EUR")],
          Line("2024-01", "new", "110"), Line("2024-02", "contraction", "60", "60", fx="10"),
          Line("2024-03", "none", "62.5", fx="2.5")),
    _case("churn_has_no_fx", "what is lost is the opening, at the rate it was opened with",
          [_i("100", "2024-01-05", "2024-02-20", currency="EUR")],
          Line("2024-01", "new", "110"), Line("2024-02", "churn", "0", "110")),
    _case("rate_later_in_the_month", "a rate of 15 April serves April, also an item begun on the 3rd",
          [_i("100", "2024-04-03", currency="GBP")], Line("2024-04", "new", "130")),
    _case("rounded_once", "10/3 x 1.25 = 4.1666667; rounding before the rate would give 4.166666",
          [_i("10", "2024-04-05", currency="EUR", billing_interval="quarter")],
          Line("2024-04", "new", "4.166667")),
)  # fmt: skip

CASES = PERIODS + PRICES + CURRENCIES

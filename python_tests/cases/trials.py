"""Trials and their first week, anniversaries, and who comes back. As of 15 June 2024, window of 30 days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from python_tests.cases.case import Case, Expect, account, event, item, status, user
from python_tests.cases.economy import group
from python_tests.support.raw_files import RawRow

APRIL, MAY = date(2024, 4, 1), date(2024, 5, 1)
Terms = tuple[str, str | None]  # first day, first day after


def _case(
    name: str, why: str, trials: Sequence[Terms], paid: Sequence[Terms], *expected: Expect,
    active: Sequence[str] = (), statuses: Sequence[RawRow] = (),
) -> Case:  # fmt: skip
    rows = [item(name, "100", *terms, is_trial="true", n=f"trial-{terms[0]}") for terms in trials]
    rows += [item(name, "100", *terms) for terms in paid]
    events = [event(f"{name}-{n}", name, None, f"{day}T10:00:00Z") for n, day in enumerate(active)]
    tables = {"subscription_items": rows, "events": events, "subscription_statuses": list(statuses)}
    return Case(name, why, tables, expected=expected)


def _trial(number: int = 1, **values: object) -> Expect:
    return Expect("account_trials", {"trial_number": number}, values)


def _month(month: date, **values: object) -> Expect:
    return Expect("trials_monthly_by_breakdown", {"month_start": month}, values)


TRIALS = (
    _case("paid_on_day_30", "1 May is 30 days after 1 April: the window's last day is in it",
          [("2024-04-01", "2024-05-01")], [("2024-05-01", None)],
          _trial(trial_started_date=APRIL, trial_ended_date=MAY, paid_date=MAY, days_to_paid=30,
                 converted_trial_count=1),
          _month(APRIL, trial_count=1, trial_cohort_count=1, converted_trial_count=1, trial_to_paid_rate=1.0,
                 is_complete=True)),
    _case("paid_on_day_31", "a day late: not converted", [("2024-04-01", "2024-05-02")],
          [("2024-05-02", None)],
          _trial(days_to_paid=31, trial_cohort_count=1, converted_trial_count=0),
          _month(APRIL, trial_count=1, converted_trial_count=0, trial_to_paid_rate=0.0)),
    _case("trial_extended", "two rows that touch are one trial, of 28 days",
          [("2024-04-01", "2024-04-15"), ("2024-04-15", "2024-04-29")], [("2024-04-29", None)],
          _trial(trial_started_date=APRIL, trial_ended_date=date(2024, 4, 29), days_to_paid=28,
                 converted_trial_count=1),
          _month(APRIL, trial_count=1, converted_trial_count=1)),
    _case("tried_twice", "what is paid belongs to the trial before it, not to the one before that",
          [("2024-03-01", "2024-03-08"), ("2024-03-15", "2024-03-22")], [("2024-03-22", None)],
          _trial(1, paid_date=None, converted_trial_count=0, trial_cohort_count=1),
          _trial(2, paid_date=date(2024, 3, 22), days_to_paid=7, converted_trial_count=1),
          _month(date(2024, 3, 1), trial_count=2, converted_trial_count=1, trial_to_paid_rate=0.5)),
    _case("customer_tries_more", "an add-on's trial of an account that pays is no trial that could convert",
          [("2024-04-01", "2024-04-15")], [("2024-01-01", "2024-05-01")],
          _trial(is_paying_at_start=True, paid_date=None, trial_count=0, trial_cohort_count=0)),
    _case("former_customer_tries", "paid until a year before, tries, pays again: converted",
          [("2024-04-01", "2024-04-15")], [("2023-01-01", "2023-04-01"), ("2024-04-15", None)],
          _trial(is_paying_at_start=False, days_to_paid=14, converted_trial_count=1)),
    _case("trial_by_status", "no row says trial, the subscription's status does, for two weeks",
          [], [("2024-04-01", None)],
          _trial(trial_started_date=APRIL, trial_ended_date=date(2024, 4, 15), days_to_paid=14,
                 converted_trial_count=1),
          statuses=[status("trial_by_status/2024-04-01", "trialing", "2024-04-01T00:00:00Z"),
                    status("trial_by_status/2024-04-01", "active", "2024-04-15T00:00:00Z")]),
    _case("month_of_trials_still_open", "14 days, but who began on 31 May has time until 30 June",
          [("2024-05-20", "2024-06-03")], [("2024-06-03", None)],
          _trial(days_to_paid=14, trial_count=1, trial_cohort_count=0, converted_trial_count=0),
          _month(MAY, trial_count=1, trial_cohort_count=None, converted_trial_count=None,
                 trial_to_paid_rate=None, first_week_cohort_count=1, is_complete=False)),
    _case("trial_that_runs", "no end that has happened", [("2024-06-10", "2024-06-24")], [],
          _trial(trial_ended_date=None, paid_date=None, trial_count=1, first_week_cohort_count=0)),
    _case("active_on_the_seventh_day", "the day of the start is the first: 7 April is the seventh",
          [("2024-04-01", "2024-04-15")], [],
          _trial(is_active_in_first_week=True, first_week_active_trial_count=1),
          _month(APRIL, first_week_active_trial_count=1, first_week_active_trial_rate=1.0),
          active=["2024-04-07"]),
    _case("active_on_the_eighth_day", "too late, as is the day before the start",
          [("2024-04-01", "2024-04-15")], [],
          _trial(is_active_in_first_week=False, first_week_cohort_count=1, first_week_active_trial_count=0),
          _month(APRIL, first_week_active_trial_rate=0.0),
          active=["2024-03-31", "2024-04-08"]),
    Case("half_of_ten_trials", "ten began, five were paid for",
         {"accounts": [account(f"half_of_ten_trials-{n}", "half_of_ten_trials") for n in range(10)],
          "subscription_items": [
              *(item(f"half_of_ten_trials-{n}", "100", "2024-04-01", "2024-04-15", is_trial="true")
                for n in range(10)),
              *(item(f"half_of_ten_trials-{n}", "100", "2024-04-15") for n in range(5)),
          ]},
         expected=(_month(APRIL, trial_count=10, converted_trial_count=5, trial_to_paid_rate=0.5),),
         published=("trial-01",)),
)  # fmt: skip


def _years(month: date, **values: object) -> Expect:
    return Expect("anniversary_retention_by_breakdown", {"month_start": month}, values)


def _anniversaries(account_id: str, **values: object) -> Expect:
    return Expect("account_anniversaries", {"account_id": account_id}, values)


ANNIVERSARIES = (
    group("second_year_of_four", "three pay on 5 March 2023; of these two on 5 March 2024, one after a break",
          {"stays": [("100", "2022-03-05", None)], "leaves": [("100", "2022-03-05", "2022-08-05")],
           "goes": [("100", "2022-03-05", "2024-03-05")],
           "returns": [("100", "2022-03-05", "2023-05-05"), ("60", "2023-10-05", None)]},
          _years(date(2022, 3, 1), paid_account_count=4, first_year_base_count=4,
                 first_year_retained_count=3, first_year_retention_rate=0.75, second_year_base_count=3,
                 second_year_retained_count=2, second_year_retention_rate=2 / 3, is_complete=True),
          _anniversaries("second_year_of_four-goes", is_paying_on_first_anniversary=True,
                         is_paying_on_second_anniversary=False)),
    group("second_year_not_come", "the first anniversary of May 2023 has come, the second has not",
          {"a": [("100", "2023-05-10", None)]},
          _years(date(2023, 5, 1), first_year_retention_rate=1.0, second_year_base_count=None,
                 second_year_retention_rate=None, is_first_year_complete=True, is_complete=False),
          _anniversaries("second_year_not_come-a", is_paying_on_second_anniversary=None,
                         second_year_base_count=0)),
    group("first_year_half_way", "5 June has come, 30 June has not: the account is known, the month is not",
          {"a": [("100", "2023-06-05", None)]},
          _years(date(2023, 6, 1), paid_account_count=1, first_year_base_count=None,
                 first_year_retention_rate=None, is_first_year_complete=False),
          _anniversaries("first_year_half_way-a", is_paying_on_first_anniversary=True,
                         first_year_base_count=0)),
    group("paid_on_a_leap_day", "a year after 29 February 2020 is 28 February 2021, the last paid day",
          {"a": [("100", "2020-02-29", "2021-03-01")]},
          _anniversaries("paid_on_a_leap_day-a", first_anniversary_date=date(2021, 2, 28),
                         second_anniversary_date=date(2022, 2, 28), is_paying_on_first_anniversary=True,
                         is_paying_on_second_anniversary=False, second_year_base_count=1)),
    group("nobody_reached_the_first", "no second year without a first",
          {"a": [("100", "2022-03-05", "2022-04-05")]},
          _years(date(2022, 3, 1), second_year_base_count=0, second_year_retained_count=0,
                 second_year_retention_rate=None)),
)  # fmt: skip


def _returns(
    name: str, why: str, entity: str, done: Mapping[str, Sequence[tuple[str, str]]], *expected: Expect
) -> Case:
    """What each account (or user of one account) did on which day."""
    home = {who: name if entity == "user" else f"{name}-{who}" for who in done}
    return Case(
        name,
        why,
        {
            "accounts": [account(one, name) for one in sorted(set(home.values()))],
            "users": [user(f"{name}-{who}", home[who]) for who in done] if entity == "user" else [],
            "events": [
                event(
                    f"{name}-{who}-{n}", home[who], f"{name}-{who}" if entity == "user" else None,
                    f"{day}T10:00:00Z", event_name=what,
                )
                for who, days in done.items()
                for n, (day, what) in enumerate(days)
            ],
        },
        expected=expected,
    )  # fmt: skip


def _driver(entity: str, event_name: str, **values: object) -> Expect:
    return Expect("return_drivers_by_breakdown", {"entity": entity, "event_name": event_name}, values)


RETURNS = (
    _returns("back_within_the_bracket", "day 8 and day 14 are in it, days 7 and 15 are not; few have no rate",
             "account",
             {"day8": [("2024-05-01", "invited"), ("2024-05-09", "opened")],
              "day7": [("2024-05-01", "invited"), ("2024-05-08", "opened")],
              "day15": [("2024-05-01", "invited"), ("2024-05-16", "opened")],
              "day14": [("2024-05-01", "opened"), ("2024-05-15", "opened")],
              "next_day": [("2024-05-01", "opened"), ("2024-05-02", "invited")]},
             _driver("account", "invited", with_count=3, with_returned_count=1, without_count=2,
                     without_returned_count=1, with_return_rate=None, return_rate_difference=None,
                     difference_low=None, return_lift=None, return_from_day=8, return_to_day=14)),
    _returns("return_day_not_come", "on 15 June who began on the 1st is 14 days old, on the 2nd 13",
             "account",
             {"old": [("2024-06-01", "invited"), ("2024-06-15", "opened")],
              "young": [("2024-06-02", "invited"), ("2024-06-10", "opened")]},
             _driver("account", "invited", with_count=1, with_returned_count=1, without_count=0,
                     without_returned_count=0)),
    _returns("each_user_for_itself", "one account, two users: one did it and came back, one did neither",
             "user",
             {"a": [("2024-05-01", "invited"), ("2024-05-10", "opened")], "b": [("2024-05-01", "opened")]},
             _driver("user", "invited", with_count=1, with_returned_count=1, without_count=1,
                     without_returned_count=0),
             _driver("account", "invited", with_count=1, with_returned_count=1, without_count=0)),
)  # fmt: skip

CASES = (*TRIALS, *ANNIVERSARIES, *RETURNS)

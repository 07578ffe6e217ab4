"""The value funnel with the shipped steps, as of 15 June 2024.

Onboarded within 7 days, first value (three tasks completed) within 30, North Star and paying within 90,
retained (90 days after) within 180, expanded within 365.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from python_tests.cases.case import Case, Expect, Refusal, account, event, item, user
from python_tests.support.raw_files import RawRow

FEBRUARY, MARCH, APRIL, MAY, JUNE = (date(2024, month, 1) for month in range(2, 7))
Done = tuple[str, str]  # when, what
Terms = tuple[str, str, str | None]  # amount a month, first day, first day after
PROJECT, TASK = "project_created", "task_completed"


def _at(day: str) -> str:
    return day if "T" in day else f"{day}T10:00:00Z"


def _events(account_id: str, done: Sequence[Done]) -> list[RawRow]:
    return [
        event(f"{account_id}-{n}", account_id, None, _at(day), event_name=name)
        for n, (day, name) in enumerate(done)
    ]


def _one(
    name: str, why: str, created: str, done: Sequence[Done], *expected: Expect,
    pays: Sequence[Terms] = (), published: tuple[str, ...] = (),
) -> Case:  # fmt: skip
    """One account, which did things (it has no users) and pays by one line after the other."""
    tables = {
        "accounts": [account(name, name, created_at=created)],
        "events": _events(name, done),
        "subscription_items": [item(name, *terms) for terms in pays],
    }
    return Case(name, why, tables, expected=expected, published=published)


def _several(
    name: str, why: str, accounts: Mapping[str, tuple[str, Sequence[Done]]], *expected: Expect
) -> Case:
    """Accounts of one segment: when each signed up and what it did."""
    tables: dict[str, list[RawRow]] = {"accounts": [], "events": []}
    for one, (created, done) in accounts.items():
        tables["accounts"].append(account(f"{name}-{one}", name, created_at=created))
        tables["events"] += _events(f"{name}-{one}", done)
    return Case(name, why, tables, expected=expected)


def _cohort(month: date, step: str, **values: object) -> Expect:
    return Expect("activation_cohorts_by_breakdown", {"month_start": month, "step_name": step}, values)


def _account(**values: object) -> Expect:
    return Expect("account_activation", {}, values)


def _teamwork(name: str, monday: int, month: str) -> list[RawRow]:
    """Three tasks created and completed by two users, on one day."""
    kinds = ["task_created"] * 3 + [TASK] * 3
    return [
        event(f"{name}-{n}", name, f"{name}-{'ab'[n % 2]}", f"{month}-{monday:02}T10:00:00Z", event_name=kind)
        for n, kind in enumerate(kinds)
    ]  # fmt: skip


WINDOWS = (
    _one("onboarded_on_the_last_day", "8 May is 7 days after 1 May: the window's last day is in it",
         "2024-05-01", [("2024-05-08", PROJECT)],
         _account(onboarded_date=date(2024, 5, 8), days_to_onboarded=7, is_onboarded_window_over=True,
                  onboarded_cohort_count=1, onboarded_reached_count=1),
         _cohort(MAY, "onboarded", cohort_account_count=1, reached_account_count=1, step_rate=1.0,
                 funnel_account_count=1, funnel_base_account_count=1, funnel_conversion_rate=1.0,
                 median_days_to_step=7, not_yet_share=0.0, is_complete=True)),
    _one("onboarded_a_day_late", "8 days: outside the window, but how long it took is known",
         "2024-05-01", [("2024-05-09", PROJECT)],
         _account(days_to_onboarded=8, onboarded_cohort_count=1, onboarded_reached_count=0),
         _cohort(MAY, "onboarded", cohort_account_count=1, reached_account_count=0, step_rate=0.0,
                 median_days_to_step=8, not_yet_account_count=0)),
    _one("days_of_berlin", "signed up on 2 May, done on 9 May; by UTC a day earlier the one, not the other",
         "2024-05-01T22:30:00Z", [("2024-05-09T21:30:00Z", PROJECT)],
         _account(created_date=date(2024, 5, 2), days_to_onboarded=7, onboarded_reached_count=1)),
    _one("third_task_on_day_30", "the third of them counts, on the 30th day",
         "2024-04-01", [("2024-04-04", TASK), ("2024-04-04T11:00:00Z", TASK), ("2024-05-01", TASK)],
         _account(first_value_date=date(2024, 5, 1), days_to_first_value=30, first_value_reached_count=1)),
    _one("third_task_on_day_31", "two within the window are not enough",
         "2024-04-01", [("2024-04-04", TASK), ("2024-04-04T11:00:00Z", TASK), ("2024-05-02", TASK)],
         _account(days_to_first_value=31, first_value_cohort_count=1, first_value_reached_count=0)),
    Case("done_before_the_sign_up", "what happened before the sign-up is refused, so it counts for nothing",
         {"accounts": [
             account("done_before_the_sign_up", "done_before_the_sign_up", created_at="2024-05-10")],
          "events": _events("done_before_the_sign_up", [("2024-05-09", PROJECT)])},
         expected=(_account(onboarded_date=None, days_to_onboarded=None, onboarded_reached_count=0),
                   _cohort(MAY, "onboarded", step_rate=0.0, median_days_to_step=None, not_yet_share=1.0)),
         refused=(Refusal("events", "done_before_the_sign_up-0", "before_signup"),)),
    _one("cohort_still_open", "its own 30 days are over, those of who signed up on 31 May are not",
         "2024-05-01", [("2024-05-02", TASK), ("2024-05-03", TASK), ("2024-05-04", TASK)],
         _account(is_first_value_window_over=True, first_value_cohort_count=0, first_value_reached_count=0,
                  days_to_first_value=3),
         _cohort(MAY, "first_value", signed_up_account_count=1, cohort_account_count=None,
                 reached_account_count=None, step_rate=None, funnel_account_count=None,
                 funnel_conversion_rate=None, median_days_to_step=3, is_complete=False)),
    _one("before_there_were_events", "events are known from 2019 on: who came in 2016 may have done it",
         "2016-01-01", [],
         _account(onboarded_cohort_count=0, is_onboarded_window_over=True, paying_cohort_count=1),
         _cohort(date(2016, 1, 1), "onboarded", signed_up_account_count=1, cohort_account_count=None,
                 median_days_to_step=None, not_yet_share=None, is_complete=False),
         _cohort(date(2016, 1, 1), "paying", cohort_account_count=1, reached_account_count=0, step_rate=0.0,
                 not_yet_share=1.0, is_complete=True)),
)  # fmt: skip

ORDER = (
    _one("paid_before_it_was_used", "each step counts by itself; the funnel wants all, in any order",
         "2024-02-01", [("2024-02-06", PROJECT), ("2024-02-21", TASK), ("2024-02-21", TASK),
                        ("2024-02-21T12:00:00Z", TASK)],
         _account(days_to_paying=0, days_to_onboarded=5, days_to_first_value=20),
         _cohort(FEBRUARY, "first_value", funnel_account_count=1, funnel_conversion_rate=1.0),
         _cohort(FEBRUARY, "north_star", reached_account_count=0, funnel_conversion_rate=0.0),
         _cohort(FEBRUARY, "paying", reached_account_count=1, step_rate=1.0, funnel_account_count=0,
                 funnel_base_account_count=0, funnel_conversion_rate=None),
         pays=[("100", "2024-02-01", None)]),
    _one("step_left_out", "first value without onboarding: reached, but not through the funnel",
         "2024-04-01", [("2024-04-02", TASK), ("2024-04-03", TASK), ("2024-04-04", TASK)],
         _cohort(APRIL, "signed_up", reached_account_count=1, step_rate=1.0, funnel_account_count=1,
                 funnel_base_account_count=0, funnel_conversion_rate=None, median_days_to_step=0),
         _cohort(APRIL, "first_value", reached_account_count=1, funnel_account_count=0,
                 funnel_base_account_count=0, funnel_conversion_rate=None)),
    _one("window_runs_from_the_first", "B in time; C after the window of the first A, a second A between",
         "2024-04-01", [("2024-04-03", "signed_up_again"), ("2024-04-05", PROJECT), ("2024-05-10", TASK),
                        ("2024-05-10", TASK), ("2024-05-10T12:00:00Z", TASK)],
         _cohort(APRIL, "onboarded", funnel_account_count=1),
         _cohort(APRIL, "first_value", reached_account_count=0, funnel_account_count=0),
         published=("fun-mx-01",)),
    _one("no_second_entry", "A, the window ends, A again, B: not converted",
         "2024-04-01", [("2024-04-10", "signed_up_again"), ("2024-04-11", PROJECT)],
         _cohort(APRIL, "onboarded", reached_account_count=0, funnel_account_count=0),
         published=("fun-mx-02",)),
    Case("window_of_seven_days", "cohorts 14, 10 and 5 days old: complete, complete, not",
         {"accounts": [account(f"window_of_seven_days-{age}", "window_of_seven_days",
                               created_at=f"2024-06-{15 - age:02}") for age in (14, 10, 5)]},
         expected=tuple(
             Expect("account_activation", {"account_id": f"window_of_seven_days-{age}"},
                    {"is_onboarded_window_over": over})
             for age, over in ((14, True), (10, True), (5, False))
         ),
         published=("conv-rc-mature",)),
)  # fmt: skip

TIMES = (
    _several("half_of_four", "three quarters after day 1, half after day 3; the two that never came count",
             {"a": ("2024-03-01", [("2024-03-02", PROJECT)]), "b": ("2024-03-02", [("2024-03-05", PROJECT)]),
              "c": ("2024-03-03", []), "d": ("2024-03-04", [])},
             _cohort(MARCH, "onboarded", step_rate=0.5, median_days_to_step=3, not_yet_account_count=2,
                     not_yet_share=0.5)),
    _several("less_than_half", "one of three: no median, and two thirds are not there yet",
             {"a": ("2024-03-01", [("2024-03-03", PROJECT)]), "b": ("2024-03-01", []),
              "c": ("2024-03-01", [])},
             _cohort(MARCH, "onboarded", step_rate=1 / 3, median_days_to_step=None, not_yet_account_count=2,
                     not_yet_share=2 / 3)),
    _several("too_young_to_tell", "two are at risk on day 4, not four: the others were seen for 3 and 2 days",
             {"a": ("2024-06-01", [("2024-06-11", PROJECT)]), "b": ("2024-06-01", [("2024-06-05", PROJECT)]),
              "c": ("2024-06-12", []), "d": ("2024-06-13", [])},
             _cohort(JUNE, "onboarded", signed_up_account_count=4, step_rate=None, median_days_to_step=4,
                     not_yet_share=0.5, is_complete=False)),
)  # fmt: skip

PAYMENTS = (
    _one("paid_before_it_signed_up", "pays since January, signed up in February: on the day of the sign-up",
         "2024-02-10", [], _account(paying_date=date(2024, 2, 10), days_to_paying=0, paying_reached_count=1),
         pays=[("100", "2024-01-01", None)]),
    _one("left_before_it_signed_up", "what ended before the sign-up is no payment after it",
         "2024-02-10", [], _account(paying_date=None, paying_cohort_count=1, paying_reached_count=0),
         pays=[("100", "2024-01-01", "2024-02-10")]),
    _one("retained_to_the_day", "90 days after 10 November is 8 February, its last paid day",
         "2023-11-01", [],
         _account(paying_date=date(2023, 11, 10), retained_date=date(2024, 2, 8), days_to_retained=99,
                  retained_reached_count=1),
         pays=[("100", "2023-11-10", "2024-02-09")]),
    _one("left_a_day_too_soon", "7 February is the last paid day", "2023-11-01", [],
         _account(retained_date=None, retained_cohort_count=1, retained_reached_count=0),
         pays=[("100", "2023-11-10", "2024-02-08")]),
    _one("retained_after_a_break", "away for a month, back and paying on the day that counts",
         "2023-11-01", [], _account(retained_date=date(2024, 2, 8), paying_date=date(2023, 11, 10)),
         pays=[("100", "2023-11-10", "2023-12-10"), ("80", "2024-01-10", None)]),
    _one("expanded_at_the_end_of_august", "what a month brings is known at its end",
         "2023-05-02", [], _account(expanded_date=date(2023, 8, 31), days_to_expanded=121,
                                    expanded_reached_count=1),
         _cohort(date(2023, 5, 1), "expanded", reached_account_count=1, step_rate=1.0, is_complete=True),
         pays=[("100", "2023-05-10", "2023-08-05"), ("150", "2023-08-05", None)]),
    _one("expanding_in_a_month_that_goes_on", "June is cut by as_of: it may shrink again",
         "2023-05-02", [], _account(expanded_date=None, expanded_cohort_count=1, expanded_reached_count=0),
         pays=[("100", "2023-05-10", "2024-06-05"), ("150", "2024-06-05", None)]),
    Case("team_of_its_third_week", "the week of 15 January is met on its Sunday, the 21st",
         {"accounts": [account("team_of_its_third_week", "team_of_its_third_week", created_at="2024-01-01")],
          "users": [user(f"team_of_its_third_week-{who}", "team_of_its_third_week") for who in "ab"],
          "subscription_items": [item("team_of_its_third_week", "100", "2024-01-08")],
          "events": _teamwork("team_of_its_third_week", 16, "2024-01")},
         expected=(_account(north_star_date=date(2024, 1, 21), days_to_north_star=20,
                            north_star_reached_count=1),
                   _cohort(date(2024, 1, 1), "north_star", step_rate=1.0, is_complete=True))),
    Case("team_of_this_week", "the week of 10 June goes on after as_of: not met yet",
         {"accounts": [account("team_of_this_week", "team_of_this_week", created_at="2024-05-01")],
          "users": [user(f"team_of_this_week-{who}", "team_of_this_week") for who in "ab"],
          "subscription_items": [item("team_of_this_week", "100", "2024-05-08")],
          "events": _teamwork("team_of_this_week", 11, "2024-06")},
         expected=(_account(north_star_date=None, days_to_north_star=None),)),
)  # fmt: skip

CASES = (*WINDOWS, *ORDER, *TIMES, *PAYMENTS)

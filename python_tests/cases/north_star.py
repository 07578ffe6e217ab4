"""North Star definitions as data: thresholds, users, populations and the edges of weeks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from python_tests.cases.case import Case, Expect, Refusal, account, event, item, user
from python_tests.support.raw_files import Condition, Definition

DEFINITIONS = (
    Definition(
        "task_teams", "account", "week", "paying",
        (
            Condition("creates", "task_created", "count", ">=", "3"),
            Condition("completes", "task_completed", "count", ">=", "3", is_reported_quantity=True),
            Condition("together", "task_created|task_completed", "distinct_users", ">=", "2"),
        ),
        is_primary=True,
    ),
    Definition(
        "present_people", "user", "month", "all",
        (Condition("any", "*", "count", ">=", "1", is_reported_quantity=True),),
    ),
    Definition(
        "steady_storers", "account", "quarter", "all",
        (
            Condition("often", "*", "distinct_days", ">", "2"),
            Condition("much", "stored", "sum_quantity", ">=", "10.5", is_reported_quantity=True),
            Condition("content", "complained", "count", "<", "1"),
        ),
        reports="quantity", valid_from=date(2024, 4, 1),
    ),
    Definition(
        "single_exports", "account", "day", "all",
        (
            Condition("one", "exported", "count", "=", "1"),
            Condition("few", "*", "count", "<=", "2", is_reported_quantity=True),
        ),
        reports="share",
    ),
    # In April three exports a month became two: both versions are counted all along, one is in force.
    Definition(
        "exporters", "account", "month", "all",
        (Condition("exports", "exported", "count", ">=", "3", is_reported_quantity=True),),
        valid_to=date(2024, 4, 1),
    ),
    Definition(
        "exporters", "account", "month", "all",
        (Condition("exports", "exported", "count", ">=", "2", is_reported_quantity=True),),
        valid_from=date(2024, 4, 1), version=2,
    ),
    Definition(
        "early_people", "user", "since_sign_up", "all",
        (Condition("twice", "*", "distinct_days", ">=", "2", is_reported_quantity=True),),
        reports="share", window_days=3,
    ),
    Definition(
        "trying_openers", "account", "week", "trial",
        (Condition("opens", "opened", "count", ">=", "1", is_reported_quantity=True),), reports="share",
    ),
    Definition(
        "own_people", "user", "week", "paying&account_id=our_own_people",
        (Condition("any", "*", "count", ">=", "1", is_reported_quantity=True),),
    ),
    Definition(
        "opened_objects", "account", "quarter", "plan=Basic",
        (
            Condition("things", "opened|exported", "distinct_objects", ">=", "1", is_reported_quantity=True),
            Condition("days", "*", "distinct_days", ">=", "1", is_denominator=True),
        ),
        reports="rate",
    ),
    Definition(
        "forgotten", "account", "day", "all",
        (Condition("any", "*", "count", ">=", "1", is_reported_quantity=True),), status="retired",
    ),
)  # fmt: skip

WEEK = date(2024, 3, 4)


def _period(definition: str, start: date, **values: object) -> Expect:
    key = {"definition_name": definition, "definition_version": 1, "period_start": start}
    return Expect("north_star_periods_by_breakdown", key, values)


def _tasks(name: str, why: str, steps: str, *expected: Expect, paid_from: str = "2024-01-01") -> Case:
    """`steps`: words such as `a+1` (user a creates on Monday) or `b-7` (b completes on Sunday)."""
    events = [
        event(
            f"{name}-{n}", name, f"{name}-{step[0]}", f"2024-03-{3 + int(step[2:]):02}T10:00:00Z",
            event_name="task_created" if step[1] == "+" else "task_completed",
        )
        for n, step in enumerate(steps.split())
    ]  # fmt: skip
    people = sorted({step[0] for step in steps.split()})
    rows = {
        "users": [user(f"{name}-{who}", name) for who in people],
        "subscription_items": [item(name, "100", paid_from)],
        "events": events,
    }
    return Case(name, why, rows, expected=expected)


QUALIFIES = _period("task_teams", WEEK, qualifying_count=1, population_count=1, qualifying_share=1.0)
FAILS = _period("task_teams", WEEK, qualifying_count=0, population_count=1, qualifying_share=0.0)


def _storing(name: str, why: str, events: list[tuple[str, str, str | None]], *expected: Expect) -> Case:
    return Case(
        name,
        why,
        {
            "events": [
                event(f"{name}-{n}", name, None, at, event_name=kind, quantity=quantity)
                for n, (at, kind, quantity) in enumerate(events)
            ]
        },
        expected=expected,
    )


QUARTER = date(2024, 4, 1)


def _version_2(start: date, **values: object) -> Expect:
    key = {"definition_name": "exporters", "definition_version": 2, "period_start": start}
    return Expect("north_star_periods_by_breakdown", key, values)


CASES = (
    _tasks("exactly_enough", "three of each by two users, Monday to Sunday", "a+1 a+1 b+2 a-3 a-4 b-7",
           _period("task_teams", WEEK, qualifying_count=1, population_count=1, quantity=Decimal(3),
                   is_primary=True, is_in_force=True, is_complete=True)),
    _tasks("one_completed_short", "two completed", "a+1 a+1 b+2 a-3 b-7", FAILS),
    _tasks("one_user_short", "one user did it all", "a+1 a+1 a+2 a-3 a-4 a-7", FAILS),
    _tasks("user_of_either_kind", "one only creates, the other only completes", "a+1 a+1 a+2 b-3 b-4 b-7",
           QUALIFIES),
    _tasks("more_reports_more", "the quantity is the completed tasks", "a+1 b+1 a+2 b-3 b-4 b-7 a-7 a-7",
           _period("task_teams", WEEK, quantity=Decimal(5))),
    _tasks("not_paying_yet", "pays from the Monday after: not in the population", "a+1 a+1 b+2 a-3 a-4 b-7",
           Expect("accounts", {}, {"first_paid_date": date(2024, 3, 11)}), paid_from="2024-03-11"),
    _tasks("pays_since_sunday", "paying on the week's last day is enough", "a+1 a+1 b+2 a-3 a-4 b-7",
           QUALIFIES, paid_from="2024-03-10"),
    _tasks("window_cut_by_as_of", "the week of 10 June ends on the 16th, after as_of: incomplete, not empty",
           "a+1", _period("task_teams", date(2024, 6, 10), population_count=1, qualifying_count=0,
                          is_complete=False)),
    Case("person_of_two_days", "a user counts once a month; a month that as_of cuts is incomplete",
         {"users": [user("person-a", "person_of_two_days"), user("person-b", "person_of_two_days"),
                    user("person-c", "person_of_two_days", created_at="2024-05-01")],
          "events": [event("person-1", "person_of_two_days", "person-a", "2024-03-05"),
                     event("person-2", "person_of_two_days", "person-a", "2024-03-06"),
                     event("person-3", "person_of_two_days", "person-b", "2024-06-01")]},
         expected=(
             _period("present_people", date(2024, 3, 1), qualifying_count=1, population_count=2),
             _period("present_people", date(2024, 6, 1), qualifying_count=1, population_count=3,
                     is_complete=False),
         )),
    _storing("stored_enough", "10.25 + 0.25 = 10.5 exactly, on three days",
             [("2024-04-01", "stored", "10.25"), ("2024-05-02", "stored", "0.25"),
              ("2024-06-03", "opened", None)],
             _period("steady_storers", QUARTER, qualifying_count=1, quantity=Decimal("10.5"),
                     is_in_force=True, is_complete=False, period_end=date(2024, 7, 1))),
    _storing("stored_on_two_days", "three events on two days",
             [("2024-04-01", "stored", "10"), ("2024-04-01", "stored", "10"), ("2024-06-03", "opened", None)],
             _period("steady_storers", QUARTER, qualifying_count=0)),
    _storing("stored_but_complained", "the condition of fewer than one complaint fails",
             [("2024-04-01", "stored", "10"), ("2024-04-02", "stored", "10"),
              ("2024-04-03", "complained", None)],
             _period("steady_storers", QUARTER, qualifying_count=0)),
    _storing("stored_before_in_force", "the first quarter qualifies, but the definition holds from April",
             [("2024-01-01", "stored", "10"), ("2024-02-01", "stored", "10"), ("2024-03-31", "opened", None)],
             _period("steady_storers", date(2024, 1, 1), qualifying_count=1, is_in_force=False)),
    _storing("exported_once", "exactly one, among at most two events of the day",
             [("2024-04-01", "exported", None), ("2024-04-01T12:00:00Z", "opened", None),
              ("2024-04-02", "exported", None), ("2024-04-02T05:00:00Z", "exported", None),
              ("2024-04-03", "exported", None), ("2024-04-03T01:00", "a", None),
              ("2024-04-03T02:00", "b", None)],
             _period("single_exports", date(2024, 4, 1), qualifying_count=1, qualifying_share=1.0),
             _period("single_exports", date(2024, 4, 2), qualifying_count=0, qualifying_share=0.0),
             _period("single_exports", date(2024, 4, 3), qualifying_count=0)),
    _storing("versions_in_force", "two exports a month: too few by version 1, enough by version 2",
             [("2024-03-04", "exported", None), ("2024-03-05", "exported", None),
              ("2024-04-04", "exported", None), ("2024-04-05", "exported", None)],
             _period("exporters", date(2024, 3, 1), qualifying_count=0, is_in_force=True),
             _version_2(date(2024, 3, 1), qualifying_count=1, is_in_force=False, new_count=1),
             _period("exporters", date(2024, 4, 1), qualifying_count=0, is_in_force=False),
             _version_2(date(2024, 4, 1), qualifying_count=1, is_in_force=True, retained_count=1)),
    Case("first_three_days", "signed up on 1 and 31 May: the third day counts, the fourth does not",
         {"users": [user("early-a", "first_three_days", created_at="2024-05-01T21:59:59Z"),
                    user("early-b", "first_three_days", created_at="2024-05-31T22:00:00Z"),
                    user("early-c", "first_three_days", created_at="2024-05-31T21:59:59Z")],
          "events": [event("early-1", "first_three_days", "early-a", "2024-05-01T21:59:59Z"),
                     event("early-2", "first_three_days", "early-a", "2024-05-03T21:59:59Z"),
                     event("early-3", "first_three_days", "early-c", "2024-05-31T21:59:59Z"),
                     event("early-4", "first_three_days", "early-c", "2024-06-02T22:00:00Z")]},
         expected=(
             _period("early_people", date(2024, 5, 1), qualifying_count=1, population_count=2,
                     qualifying_share=0.5, is_complete=True, new_count=None, lost_count=None),
             _period("early_people", date(2024, 6, 1), qualifying_count=0, population_count=1,
                     is_complete=False, value_change=None, trailing_average=None),
         )),
    Case("trial_that_pays", "on trial to 17 March, paying from the 13th: in the trial population to the 10th",
         {"subscription_items": [item("trial_that_pays", "0", "2024-03-01", "2024-03-18", is_trial="true"),
                                 item("trial_that_pays", "10", "2024-03-13")],
          "events": [event("trial-1", "trial_that_pays", None, "2024-03-10T22:59:59Z"),
                     event("trial-2", "trial_that_pays", None, "2024-03-11")]},
         expected=(
             _period("trying_openers", WEEK, qualifying_count=1, population_count=1, qualifying_share=1.0),
             _period("trying_openers", date(2024, 3, 11), qualifying_count=0, population_count=0,
                     qualifying_share=None, lost_count=1),
         )),
    Case("our_own_people", "people of one account only; a person of an account that is not there is nobody",
         {"accounts": [account("our_own_people", "our_own_people"),
                       account("other_people", "our_own_people")],
          "users": [user("own-a", "our_own_people"), user("own-b", "other_people"),
                    user("own-c", "no_account")],
          "subscription_items": [item("our_own_people", "10", "2024-01-01"),
                                 item("other_people", "10", "2024-01-01")],
          "events": [event("own-1", "our_own_people", "own-a", "2024-03-04"),
                     event("own-2", "other_people", "own-b", "2024-03-04"),
                     event("own-3", "our_own_people", "own-c", "2024-03-04")]},
         expected=(_period("own_people", WEEK, qualifying_count=1, population_count=1, quantity=Decimal(1)),),
         refused=(Refusal("users", "own-c", "orphan"), Refusal("events", "own-3", "orphan"))),
    Case("objects_by_day", "three objects on two days, one of them twice: 1.5 a day; nobody needs a user",
         {"subscription_items": [item("objects_by_day", "10", "2024-01-01")],
          "events": [event("objects-1", "objects_by_day", None, "2024-04-01", object_id="x"),
                     event("objects-2", "objects_by_day", None, "2024-04-01", object_id="y"),
                     event("objects-3", "objects_by_day", None, "2024-04-02", object_id="y"),
                     event("objects-4", "objects_by_day", None, "2024-04-02", object_id="z",
                           event_name="exported")]},
         expected=(_period("opened_objects", QUARTER, qualifying_count=1, quantity=Decimal(3),
                           denominator_quantity=Decimal(2), reported_value=1.5),)),
)  # fmt: skip

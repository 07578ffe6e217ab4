"""Every definition of the library, switched on: a window that qualifies beside one that just does not."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

from python_tests.cases.case import Case, Expect, account, event, item, user
from python_tests.cases.north_star import DEFINITIONS
from python_tests.oracles.company import Company
from python_tests.oracles.contract import TABLES
from python_tests.oracles.settings import Settings
from python_tests.support.raw_files import Condition, Definition, RawRow, write_raw, write_reference

SHIPPED = Path(__file__).parent.parent.parent / "seeds" / "reference"
SETTINGS = Settings(date(2024, 6, 15), reporting_timezone="Europe/Berlin", north_star_trailing_periods=2)
MARCH, APRIL = date(2024, 3, 1), date(2024, 4, 1)
MONDAY, NEXT_MONDAY = date(2024, 3, 4), date(2024, 3, 11)


def _shipped(name: str) -> list[dict[str, str]]:
    with (SHIPPED / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _switched_on() -> tuple[Definition, ...]:
    """All definitions of the library as candidates: the cases have a primary one of their own."""
    conditions = _shipped("north_star_conditions.csv")
    return tuple(
        Definition(
            row["definition_name"], row["entity"], row["window_unit"], row["population"],
            tuple(
                Condition(
                    one["condition_name"], one["event_names"], one["aggregate"], one["operator"],
                    one["threshold"], one["is_reported_quantity"] == "true", one["is_denominator"] == "true",
                )
                for one in conditions
                if one["definition_name"] == row["definition_name"]
            ),
            reports=row["reports"],
            window_days=int(row["window_days"]) if row["window_days"] else None,
        )
        for row in _shipped("north_star_definitions.csv")
    )  # fmt: skip


LIBRARY = _switched_on()
Did = tuple[str, str, str] | tuple[str, str, str, dict[str, object]]


def _row(definition: str, start: date, case: str, **values: object) -> Expect:
    """Values of a period; the case is its own country, since some definitions ask for a segment."""
    key = {
        "definition_name": definition, "definition_version": 1, "period_start": start,
        "breakdown": "country", "breakdown_value": case,
    }  # fmt: skip
    return Expect("north_star_periods_by_breakdown", key, values)


def _case(
    definition: str, why: str, did: list[Did], *expected: dict[str, object], **company: str | None
) -> Case:
    """`did`: who (blank for nobody), what and when, with what else the event says.

    Each of `expected` holds a period's `start` and values; `company` the account's `created_at`, `segment`,
    `industry`, `paid_from` and `trial_from`.
    """
    case = f"library_{definition}"
    paid_from, trial_from = company.pop("paid_from", None), company.pop("trial_from", None)
    segment = company.pop("segment", None) or case
    created = {"created_at": company["created_at"]} if "created_at" in company else {}
    events: list[RawRow] = []
    for n, step in enumerate(did):
        who, what, at = step[0], step[1], step[2]
        more = step[3] if len(step) == 4 else {}
        person = f"{case}-{who}" if who else None
        events.append(event(f"{case}-{n}", case, person, at, event_name=what, **more))
    people = sorted({step[0] for step in did if step[0]})
    items = []
    if trial_from:
        items.append(item(case, "0", trial_from, "2024-03-20", is_trial="true", n="trial"))
    if paid_from:
        items.append(item(case, "50", paid_from))
    rows = {
        "accounts": [account(case, segment, country=case, **company)],
        "users": [user(f"{case}-{who}", case, **created) for who in people],
        "subscription_items": items,
        "events": events,
    }
    found = tuple(_row(definition, one["start"], case, **{k: v for k, v in one.items() if k != "start"})  # type: ignore[arg-type]
                  for one in expected)  # fmt: skip
    return Case(case, why, rows, expected=found)


def _each(what: str, days: str, who: str = "a", month: int = 3) -> list[Did]:
    """One event on each of the days, at ten."""
    return [(who, what, f"2024-{month:02}-{int(day):02}T10:00:00Z") for day in days.split()]


def _with(what: str, day: str, **more: object) -> Did:
    return ("a", what, f"2024-{day}T10:00:00Z", more)


YES, NO = {"qualifying_count": 1, "population_count": 1}, {"qualifying_count": 0, "population_count": 1}

CASES = (
    _case("weekly_task_teams", "three and three by two people; then one completed too few",
          [*_each("task_created", "4 5 6 11 12 13"), *_each("task_completed", "4 5 6 11 12", "b")],
          {"start": MONDAY, **YES, "new_count": 1, "retained_count": 0, "lost_count": 0,
           "quantity": Decimal(3)},
          {"start": NEXT_MONDAY, **NO, "lost_count": 1, "previous_value": 1.0, "value_change": -1.0},
          paid_from="2024-01-01"),
    _case("weekly_active_accounts", "an event of nobody in particular is activity; a week without is none",
          _each("opened", "4 19", ""),
          {"start": MONDAY, **YES, "new_count": 1}, {"start": NEXT_MONDAY, **NO, "lost_count": 1},
          {"start": date(2024, 3, 18), **YES, "new_count": 0, "retained_count": 0, "resurrected_count": 1}),
    _case("weekly_active_teams", "two people in a week; then one of them and an event of nobody",
          [*_each("opened", "4 11"), *_each("opened", "6", "b"), *_each("opened", "12", "")],
          {"start": MONDAY, **YES}, {"start": NEXT_MONDAY, **NO}),
    _case("weekly_tasks_completed", "two tasks, then one: one less", _each("task_completed", "4 6 11"),
          {"start": MONDAY, "reported_value": 2.0}, {"start": NEXT_MONDAY, "reported_value": 1.0,
                                                     "value_change": -1.0}),
    _case("monthly_files_shared", "one file shared twice and another once are two; without object is none",
          [_with("file_shared", "03-01", object_id="x"), _with("file_shared", "03-02", object_id="x"),
           _with("file_shared", "03-03", object_id="y"), _with("file_shared", "04-03")],
          {"start": MARCH, "reported_value": 2.0, "qualifying_count": 1},
          {"start": APRIL, "reported_value": 0.0, "qualifying_count": 0}),
    _case("monthly_filtering_accounts", "six times is more than five, five times is not",
          [*_each("advanced_filter_used", "1 2 3 4 5 6"),
           *_each("advanced_filter_used", "1 2 3 4 5", month=4)],
          {"start": MARCH, **YES}, {"start": APRIL, **NO}, paid_from="2024-01-01"),
    _case("monthly_automating_enterprises", "1,000.5 people are more than 1,000, 1,000 are not",
          [_with("automation_run", "03-01", quantity="900"),
           _with("automation_run", "03-31", quantity="100.5"),
           _with("automation_run", "04-01", quantity="1000")],
          {"start": MARCH, **YES}, {"start": APRIL, **NO}, segment="enterprise"),
    _case("new_active_customers", "five days of the first 30, the last of them the 30th; pays since then",
          _each("opened", "1 2 3 4 30"), {"start": MARCH, **YES, "new_count": None, "is_complete": True},
          created_at="2024-03-01", paid_from="2024-03-30"),
    _case("trial_set_ups", "a project and a completed task by the 7th day of the trial",
          [*_each("project_created", "1"), *_each("task_completed", "7")],
          {"start": MARCH, **YES, "reported_value": 1.0}, created_at="2024-03-01", trial_from="2024-03-01"),
    _case("daily_active_users", "two people on a day, one of them on the next",
          [*_each("opened", "4 5"), *_each("opened", "4", "b")],
          {"start": date(2024, 3, 4), "qualifying_count": 2, "population_count": 2},
          {"start": date(2024, 3, 5), "qualifying_count": 1, "retained_count": 1, "lost_count": 1}),
    _case("weekly_active_users", "Sunday and the Monday after are two weeks",
          [*_each("opened", "10"), *_each("opened", "11", "b")],
          {"start": MONDAY, "qualifying_count": 1, "population_count": 2},
          {"start": NEXT_MONDAY, "qualifying_count": 1, "new_count": 1, "lost_count": 1}),
    _case("monthly_active_users", "each person once a month",
          [*_each("opened", "4 5"), *_each("opened", "9", "b")],
          {"start": MARCH, "qualifying_count": 2}, {"start": APRIL, "qualifying_count": 0}),
    _case("monthly_log_ins", "every log-in counts, also of nobody known",
          [*_each("login", "4 4 5"), *_each("login", "9", "")],
          {"start": MARCH, "reported_value": 4.0}, {"start": APRIL, "reported_value": 0.0}),
    _case("monthly_sign_ups", "signed up half an hour into 1 April in Berlin, with no event at all", [],
          {"start": MARCH, "qualifying_count": 0, "population_count": 0}, {"start": APRIL, **YES},
          created_at="2024-03-31T22:30:00Z"),
    _case("early_storing_teams", "1.25 GB in the first seven days; what follows on the eighth does not count",
          [("", "file_stored", "2024-03-07T22:59:59Z", {"quantity": "1.25"}),
           ("", "file_stored", "2024-03-07T23:00:00Z", {"quantity": "5"})],
          {"start": MARCH, **YES, "reported_value": 1.0, "quantity": Decimal("1.25")},
          created_at="2024-03-01T08:00:00Z", segment="team"),
    _case("weekly_selling_teams", "a contact and a follow-up; then only a contact",
          [*_each("contact_added", "4 11"), *_each("follow_up_created", "10")],
          {"start": MONDAY, **YES, "reported_value": 1.0},
          {"start": NEXT_MONDAY, **NO, "reported_value": 0.0},
          industry="sales"),
    _case("weekly_course_completion", "a completes one of two, b none of one; who only completes is in none",
          [*_each("course_enrolled", "4 5"), *_each("course_completed", "6"),
           *_each("course_enrolled", "4", "b"), *_each("course_completed", "11")],
          {"start": MONDAY, "qualifying_count": 2, "quantity": Decimal(1), "denominator_quantity": Decimal(3),
           "reported_value": 1 / 3},
          {"start": NEXT_MONDAY, "qualifying_count": 0, "denominator_quantity": Decimal(0),
           "reported_value": None}),
    _case("weekly_messages_sent", "messages of people; those of nobody belong to no user",
          [*_each("message_sent", "4 4 10"), *_each("message_sent", "5", "")],
          {"start": MONDAY, "reported_value": 3.0}, {"start": NEXT_MONDAY, "reported_value": 0.0}),
    _case("weekly_contacts_added", "a contact added twice is one",
          [_with("contact_added", "03-04", object_id="x"), _with("contact_added", "03-05", object_id="x")],
          {"start": MONDAY, "reported_value": 1.0}, {"start": NEXT_MONDAY, "reported_value": 0.0}),
    _case("weekly_active_conversations", "three messages in two conversations",
          [_with("message_sent", f"03-0{day}", object_id=conversation)
           for day, conversation in ((4, "x"), (5, "y"), (6, "x"))],
          {"start": MONDAY, "reported_value": 2.0}, {"start": NEXT_MONDAY, "reported_value": 0.0}),
    _case("monthly_nights_booked", "three nights and two; what is taken back in April is no booking",
          [_with("night_booked", "03-04", quantity="3"), _with("night_booked", "03-05", quantity="2"),
           _with("night_booked", "04-05", quantity="-2")],
          {"start": MARCH, "reported_value": 5.0, "qualifying_count": 1},
          {"start": APRIL, "reported_value": 0.0, "qualifying_count": 0}),
    _case("monthly_hours_listened", "an hour and a half; an event without hours adds none",
          [_with("listened", "03-04", quantity="1.5"), _with("listened", "03-05"),
           _with("listened", "04-05")],
          {"start": MARCH, "reported_value": 1.5, "qualifying_count": 1},
          {"start": APRIL, "reported_value": 0.0, "qualifying_count": 0}),
    Case("change_of_clock", "weeks end at midnight in Berlin: 23:00 UTC before 31 March, 22:00 from then on",
         {"accounts": [account("change_of_clock", "change_of_clock", country="change_of_clock")],
          "events": [event("clock-1", "change_of_clock", None, "2024-03-24T23:00:00Z"),
                     event("clock-2", "change_of_clock", None, "2024-03-31T21:59:59Z"),
                     event("clock-3", "change_of_clock", None, "2024-03-31T22:00:00Z"),
                     event("clock-4", "change_of_clock", None, "2024-04-07T22:00:00Z")]},
         expected=(
             _row("weekly_active_accounts", date(2024, 3, 18), "change_of_clock", qualifying_count=0),
             _row("weekly_active_accounts", date(2024, 3, 25), "change_of_clock", qualifying_count=1,
                  quantity=Decimal(2)),
             _row("weekly_active_accounts", date(2024, 4, 1), "change_of_clock", qualifying_count=1,
                  quantity=Decimal(1)),
             _row("weekly_active_accounts", date(2024, 4, 8), "change_of_clock", qualifying_count=1,
                  quantity=Decimal(1)),
         )),
)  # fmt: skip


def library_company(scratch: Path) -> Company:
    """A company of these cases alone, from January 2024 on: the library has windows of a day."""
    tables = {table: [row for case in CASES for row in case.rows(table)] for table in TABLES}
    reference = write_reference(scratch / "reference", (*DEFINITIONS[:1], *LIBRARY))
    return Company("library", write_raw(scratch / "raw", tables), SETTINGS, reference)

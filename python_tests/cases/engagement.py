"""Sessions, engagement, usage churn, return and features. Time zone Europe/Berlin, as of 15 June 2024."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from python_tests.cases.case import Case, Expect, Refusal, account, event, user
from python_tests.support.raw_files import RawRow

Done = tuple[str | None, str] | tuple[str | None, str, Mapping[str, object]]
EXCLUDED: list[RawRow] = [{"user_id": "bot_is_no_user-b", "reason": "A monitor.", "owner": "platform"}]
# The shipped ones, and day 2 as in the published example.
WINDOWS: list[RawRow] = [
    {"window_name": "day_1", "kind": "on_day", "first_day": 1, "last_day": 1},
    {"window_name": "day_2", "kind": "on_day", "first_day": 2, "last_day": 2},
    {"window_name": "day_7", "kind": "on_day", "first_day": 7, "last_day": 7},
    {"window_name": "from_day_2", "kind": "on_or_after", "first_day": 2},
    {"window_name": "from_day_30", "kind": "on_or_after", "first_day": 30},
    {"window_name": "days_1_to_7", "kind": "bracket", "first_day": 1, "last_day": 7},
    {"window_name": "days_8_to_14", "kind": "bracket", "first_day": 8, "last_day": 14},
    {"window_name": "days_15_to_30", "kind": "bracket", "first_day": 15, "last_day": 30},
]


def _case(
    name: str,
    why: str,
    people: str,
    done: list[Done],
    *expected: Expect,
    refused: tuple[Refusal, ...] = (),
    published: tuple[str, ...] = (),
) -> Case:
    """`done`: one letter of `people` (None: nobody), moment, and other columns of the event."""
    events = [
        event(f"{name}-{n}", name, who and f"{name}-{who}", at, **(other[0] if other else {}))
        for n, (who, at, *other) in enumerate(done)
    ]
    return Case(
        name,
        why,
        {"users": [user(f"{name}-{letter}", name) for letter in people], "events": events},
        expected=expected,
        refused=refused,
        published=published,
    )


def _session(who: str, start: str, seconds: int, named: str | None = None, **others: object) -> Expect:
    """`start` in UTC, as the mart has it."""
    key = {"user_id": who, "session_id": named, "started_at": datetime.fromisoformat(start)}
    return Expect("sessions", key, {"session_seconds": seconds, **others})


def _user_month(who: str, month: str, **values: object) -> Expect:
    key = {"user_id": who, "month_start": date.fromisoformat(f"{month}-01")}
    return Expect("engagement_user_months", key, values)


def _month(month: str, **values: object) -> Expect:
    return Expect(
        "engagement_monthly_by_breakdown", {"month_start": date.fromisoformat(f"{month}-01")}, values
    )


def _lifecycle(month: str, entity: str = "user", **values: object) -> Expect:
    key = {"month_start": date.fromisoformat(f"{month}-01"), "entity": entity}
    return Expect("usage_lifecycle_monthly_by_breakdown", key, values)


def _back(month: str, window: str, cohort: int, returned: int | None, entity: str = "user") -> Expect:
    key = {"cohort_month": date.fromisoformat(f"{month}-01"), "entity": entity, "window_name": window}
    return Expect("usage_retention_by_breakdown", key, {"cohort_count": cohort, "returned_count": returned})


def _adopted(month: str, name: str, **values: object) -> Expect:
    key = {"month_start": date.fromisoformat(f"{month}-01"), "event_name": name}
    return Expect("feature_adoption_by_breakdown", key, values)


def _days(who: str, month: str, *days: int) -> list[Done]:
    return [(who, f"{month}-{day:02}") for day in days]


def _all(people: str, day: str) -> list[Done]:
    return [(who, day) for who in people]


SESSIONS = (
    _case("sess-02", "a pause of 31 minutes ends a session, one of 29 does not", "ab",
          [("a", "2024-03-05T10:00:00Z"), ("a", "2024-03-05T10:31:00Z"),
           ("b", "2024-03-05T10:00:00Z"), ("b", "2024-03-05T10:29:00Z")],
          _user_month("sess-02-a", "2024-03", session_count=2, session_seconds=0),
          _user_month("sess-02-b", "2024-03", session_count=1, session_seconds=1740),
          published=("sess-02",)),
    _case("pause_of_exactly_the_gap", "30 minutes later is the same session, a second more another one", "ab",
          [("a", "2024-03-05T10:00:00Z"), ("a", "2024-03-05T10:30:00Z"),
           ("b", "2024-03-05T10:00:00Z"), ("b", "2024-03-05T10:30:01Z")],
          _session("pause_of_exactly_the_gap-a", "2024-03-05T10:00:00", 1800, event_count=2),
          _session("pause_of_exactly_the_gap-b", "2024-03-05T10:00:00", 0, event_count=1),
          _session("pause_of_exactly_the_gap-b", "2024-03-05T10:30:01", 0),
          _month("2024-03", session_count=3, session_seconds=1800, session_minutes_per_user=15.0,
                 mean_session_seconds=600.0, median_session_seconds=0.0)),
    _case("steps_within_the_gap", "no pause, however long the session, whatever the order of the rows", "a",
          [("a", "2024-03-05T11:05:00Z"), ("a", "2024-03-05T10:00:00Z"), ("a", "2024-03-05T10:45:00Z"),
           ("a", "2024-03-05T10:22:30Z"), ("a", "2024-03-05T10:22:45Z")],
          _session("steps_within_the_gap-a", "2024-03-05T10:00:00", 3900, event_count=5)),
    _case("named_sessions_need_no_gap", "what the product calls one session is one, three hours apart", "a",
          [("a", "2024-03-05T10:00:00Z", {"session_id": "s"}),
           ("a", "2024-03-05T13:00:00Z", {"session_id": "s"}),
           ("a", "2024-03-05T13:01:00Z", {"session_id": "t"})],
          _session("named_sessions_need_no_gap-a", "2024-03-05T10:00:00", 10800, "s"),
          _session("named_sessions_need_no_gap-a", "2024-03-05T13:01:00", 0, "t")),
    _case("named_and_nameless", "a named session does not interrupt what has no name", "a",
          [("a", "2024-03-05T10:00:00Z"), ("a", "2024-03-05T10:10:00Z", {"session_id": "u"}),
           ("a", "2024-03-05T10:20:00Z")],
          _session("named_and_nameless-a", "2024-03-05T10:00:00", 1200, event_count=2),
          _session("named_and_nameless-a", "2024-03-05T10:10:00", 0, "u")),
    _case("session_id_of_another_user", "an id used again by somebody else is another session", "ab",
          [("a", "2024-03-05T10:00:00Z", {"session_id": "s"}),
           ("b", "2024-03-05T10:10:00Z", {"session_id": "s"})],
          _session("session_id_of_another_user-a", "2024-03-05T10:00:00", 0, "s"),
          _session("session_id_of_another_user-b", "2024-03-05T10:10:00", 0, "s")),
    _case("session_past_midnight", "it belongs to the day and month in which it begins; April has none", "a",
          [("a", "2024-03-31T23:50:00+02:00"), ("a", "2024-04-01T00:10:00+02:00")],
          _session("session_past_midnight-a", "2024-03-31T21:50:00", 1200, started_date=date(2024, 3, 31)),
          _user_month("session_past_midnight-a", "2024-03", session_count=1, session_seconds=1200),
          _user_month("session_past_midnight-a", "2024-04", session_count=0, active_day_count=1),
          _month("2024-04", median_session_seconds=None, mean_session_seconds=None, sessions_per_user=0.0)),
    _case("clocks_go_forward", "01:50 and 03:10 of 31 March are 20 minutes apart", "a",
          [("a", "2024-03-31T01:50:00+01:00"), ("a", "2024-03-31T03:10:00+02:00")],
          _session("clocks_go_forward-a", "2024-03-31T00:50:00", 1200)),
    _case("nobody_has_no_session", "an automation makes the account active, but no session", "",
          [(None, "2024-03-05T10:00:00Z"), (None, "2024-03-05T10:05:00Z", {"session_id": "auto"})],
          _month("2024-03", active_user_count=0, session_count=0, sessions_per_user=None),
          _lifecycle("2024-03", "account", new_count=1, active_count=1)),
    Case("copies_in_a_session", "an event sent twice counts once, in its session too",
         {"users": [user("copies-a", "copies_in_a_session")],
          "events": [event("copies-1", "copies_in_a_session", "copies-a", "2024-03-05T10:00:00Z")] * 2
          + [event("copies-2", "copies_in_a_session", "copies-a", "2024-03-05T10:10:00Z")]},
         expected=(_session("copies-a", "2024-03-05T10:00:00", 600, event_count=2),),
         refused=(Refusal("events", "copies-1", "duplicate"),)),
    Case("session_of_a_guest", "a user's session counts in the user's own account",
         {"accounts": [account("session_of_a_guest", "session_of_a_guest"),
                       account("home_of_session_guest", "home_of_session_guest")],
          "users": [user("session-guest", "home_of_session_guest")],
          "events": [event("session-guest-1", "session_of_a_guest", "session-guest", "2024-03-05T10:00:00Z"),
                     event("session-guest-2", "home_of_session_guest", "session-guest",
                           "2024-03-05T10:20:00Z")]},
         expected=(_session("session-guest", "2024-03-05T10:00:00", 1200, account_id="home_of_session_guest"),
                   _month("2024-03", active_user_count=0, session_count=0))),
    _case("bot_is_no_user", "excluded_users.csv names b, and the events of c say it themselves", "abc",
          [("a", "2024-03-05T10:00:00Z"), ("b", "2024-03-05T10:00:00Z", {"event_name": "login"}),
           ("b", "2024-04-05T10:00:00Z"), ("c", "2024-03-05T10:00:00Z", {"is_internal": "true"})],
          _month("2024-03", active_user_count=1, session_count=1, login_count=0),
          _lifecycle("2024-04", active_count=0, churned_count=1),
          _lifecycle("2024-04", "account", active_count=0, churned_count=1)),
    Case("user_without_account", "a user of an account that is not there is refused, and its events with it",
         {"users": [user("homeless", "no_such_account")],
          "events": [event("homeless-1", "user_without_account", "homeless", "2024-03-05")]},
         refused=(Refusal("users", "homeless", "orphan"), Refusal("events", "homeless-1", "orphan"))),
)  # fmt: skip

ENGAGEMENT = (
    _case("key_actions_per_user", "by users alone; a view is no key action; against the month before", "ab",
          [("a", "2024-03-05", {"event_name": "task_created"}), ("b", "2024-03-05", {"event_name": "login"}),
           ("b", "2024-03-06", {"event_name": "task_completed"}),
           ("a", "2024-03-07", {"event_name": "report_viewed"}),
           (None, "2024-03-07", {"event_name": "task_completed"}),
           *[("a", f"2024-04-0{day}", {"event_name": "comment_added"}) for day in (3, 4, 5)]],
          _month("2024-03", active_user_count=2, key_action_count=2, key_actions_per_user=1.0, login_count=1,
                 logins_per_user=0.5, active_days_per_user=2.0),
          _month("2024-04", key_actions_per_user=3.0, key_actions_per_user_change=2.0,
                 key_actions_per_user_change_rate=2.0, logins_per_user=0.0, logins_per_user_change=-0.5,
                 logins_per_user_change_rate=-1.0),
          _month("2024-05", active_user_count=0, key_actions_per_user=None,
                 key_actions_per_user_change=None)),
    _case("middle_of_an_even_number", "0, 60, 120 and 600 seconds: 90", "abcd",
          [("a", "2024-03-05T10:00:00Z"), ("b", "2024-03-05T10:00:00Z"), ("b", "2024-03-05T10:01:00Z"),
           ("c", "2024-03-05T10:00:00Z"), ("c", "2024-03-05T10:02:00Z"),
           ("d", "2024-03-05T10:00:00Z"), ("d", "2024-03-05T10:10:00Z")],
          _month("2024-03", median_session_seconds=90.0, mean_session_seconds=195.0)),
    _case("stick-ph", "who was active on three days is among those with exactly three", "a",
          _days("a", "2024-03", 5, 6, 8),
          Expect("stickiness_frequency_by_breakdown", {"month_start": date(2024, 3, 1), "entity": "user",
                                          "active_day_count": 3}, {"entity_count": 1, "active_share": 1.0}),
          published=("stick-ph",)),
)  # fmt: skip

LIFECYCLE = (
    _case("comes_goes_and_returns", "new, retained, lost, back: the months add up", "ab",
          [*_days("a", "2024-02", 5, 9), *_days("a", "2024-03", 31), *_days("b", "2024-03", 1),
           *_days("a", "2024-05", 1)],
          _lifecycle("2024-02", opening_count=0, new_count=1, active_count=1, usage_churn_rate=None),
          _lifecycle("2024-03", opening_count=1, new_count=1, retained_count=1, active_count=2,
                     usage_churn_rate=0.0),
          _lifecycle("2024-04", opening_count=2, churned_count=2, active_count=0, usage_churn_rate=1.0),
          _lifecycle("2024-05", opening_count=0, resurrected_count=1, new_count=0, active_count=1),
          _lifecycle("2024-06", opening_count=1, churned_count=1, is_complete=False),
          _lifecycle("2024-04", "account", churned_count=1, opening_count=1)),
    _case("feature_taken_up_and_given_up", "28 days ending 31 March begin on the 4th", "",
          [(None, "2024-03-03", {"event_name": "export"}), (None, "2024-03-04", {"event_name": "import"})],
          _adopted("2024-03", "export", first_use_count=1, used_count=0, abandoned_count=1,
                   abandoned_rate=1.0, active_account_count=1, active_use_rate=0.0),
          _adopted("2024-03", "import", first_use_count=1, used_count=1, abandoned_count=0, use_rate=1.0),
          _adopted("2024-04", "import", first_use_count=0, adopted_count=1, used_count=0, abandoned_count=1)),
    _case("feature_at_as_of", "28 days ending 15 June begin on 19 May", "",
          [(None, "2024-05-18", {"event_name": "print"}), (None, "2024-05-19", {"event_name": "scan"})],
          *[Expect("account_features", {"event_name": name},
                   {"feature_status": status, "recent_event_count": recent})
            for name, status, recent in (("print", "abandoned", 0), ("scan", "in_use", 1))],
          _adopted("2024-05", "print", first_use_count=1, used_count=1),
          _adopted("2024-06", "print", used_count=0, abandoned_count=1, is_complete=False),
          _adopted("2024-06", "scan", used_count=1, abandoned_count=0, first_use_count=0)),
)  # fmt: skip

RETURNS = (
    _case("ret-mx-05", "Monday 20:00 and Tuesday 06:00 are two calendar days", "a",
          [("a", "2024-03-04T20:00:00+01:00"), ("a", "2024-03-05T06:00:00+01:00")],
          _back("2024-03", "day_1", 1, 1), published=("ret-mx-05",)),
    _case("ret-ph-def", "active on days 0 and 3: not on day 2, but on day 2 or after", "a",
          _days("a", "2024-03", 4, 7),
          _back("2024-03", "day_2", 1, 0), _back("2024-03", "from_day_2", 1, 1),
          _back("2024-03", "days_1_to_7", 1, 1), published=("ret-ph-def",)),
    _case("edge_of_a_bracket", "day 7 is in the first bracket, day 8 in the second, day 31 in none", "abc",
          [*_days("a", "2024-03", 1, 8), *_days("b", "2024-03", 1, 9), ("c", "2024-03-01"),
           ("c", "2024-04-01")],
          _back("2024-03", "day_7", 3, 1), _back("2024-03", "days_1_to_7", 3, 1),
          _back("2024-03", "days_8_to_14", 3, 1), _back("2024-03", "days_15_to_30", 3, 0),
          _back("2024-03", "from_day_30", 3, 1), _back("2024-03", "from_day_30", 1, 1, "account")),
    _case("day_of_the_time_zone", "22:30 UTC is the 5th in Berlin, 23:30 UTC the 6th: back on day 1", "ab",
          [("a", "2024-03-05T22:30:00Z"), ("a", "2024-03-05T23:30:00Z"),
           ("b", "2024-03-05T22:30:00Z"), ("b", "2024-03-05T22:45:00Z")],
          _back("2024-03", "day_1", 2, 1)),
    _case("week_of_summer_time", "from 30 to 31 March and 1 April: days 1 and 2, though 31 March has 23 h",
          "ab",
          [("a", "2024-03-30T23:30:00+01:00"), ("a", "2024-04-01T00:30:00+02:00"),
           ("b", "2024-03-30T00:30:00+01:00"), ("b", "2024-03-31T23:30:00+02:00")],
          _back("2024-03", "day_1", 2, 1), _back("2024-03", "day_2", 2, 1)),
    _case("young_cohorts", "on 15 June everybody of May has had 15 days, of June nobody a whole one", "ab",
          [*_days("a", "2024-05", 1, 31), ("b", "2024-06-01"), ("b", "2024-06-02")],
          _back("2024-05", "days_8_to_14", 1, 0), _back("2024-05", "from_day_2", 1, 1),
          _back("2024-05", "days_15_to_30", 1, None), _back("2024-05", "from_day_30", 1, None),
          _back("2024-06", "day_1", 1, None)),
    _case("ret-mx-03", "5 of 10 and 4 of 5 come back, a third cohort is too young: pooled 9 of 15",
          "abcdefghijklmnopqrstuv",
          [*_all("abcdefghij", "2024-02-05"), *_all("abcde", "2024-02-06"), *_all("klmno", "2024-03-05"),
           *_all("klmn", "2024-03-06"), *_all("pqrstuv", "2024-06-05"), *_all("p", "2024-06-06")],
          _back("2024-02", "day_1", 10, 5), _back("2024-03", "day_1", 5, 4),
          _back("2024-06", "day_1", 7, None)),
)  # fmt: skip

CASES = (*SESSIONS, *ENGAGEMENT, *LIFECYCLE, *RETURNS)

"""Active users and accounts. Time zone Europe/Berlin."""

from __future__ import annotations

from datetime import date

from python_tests.cases.case import Case, Expect, Refusal, account, event, user


def _daily(day: str, **values: object) -> Expect:
    return Expect("active_users_daily_by_breakdown", {"date_day": date.fromisoformat(day)}, values)


def _case(
    name: str,
    why: str,
    people: str,
    at: list[tuple[str, str | None, str]],
    *expected: Expect,
    refused: tuple[Refusal, ...] = (),
    published: tuple[str, ...] = (),
) -> Case:
    """`at`: event id, one letter of `people` (None: nobody) and moment."""
    return Case(
        name,
        why,
        {
            "users": [user(f"{name}-{letter}", name) for letter in people],
            "events": [
                event(f"{name}-{key}", name, who and f"{name}-{who}", moment) for key, who, moment in at
            ],
        },
        expected=expected,
        refused=refused,
        published=published,
    )


CASES = (
    _case("week_holds_seven_days", "the 7 days ending 25 April are 19 to 25", "ab",
          [("1", "a", "2024-04-18"), ("2", "b", "2024-04-19")],
          _daily("2024-04-24", wau=2), _daily("2024-04-25", wau=1, dau=0), _daily("2024-04-26", wau=0),
          published=("wau-mx-01",)),
    _case("month_holds_thirty_days", "30 days ending 1 November are from 3 October", "ab",
          [("1", "a", "2023-10-02"), ("2", "b", "2023-10-03")],
          _daily("2023-10-31", mau=2), _daily("2023-11-01", mau=1),
          _daily("2023-11-02", mau=0, stickiness=None), published=("mau-mx-02",)),
    _case("active_again_counts_once", "a gap shorter than the window is no second user", "a",
          [("1", "a", "2024-03-01"), ("2", "a", "2024-03-03"), ("3", "a", "2024-03-03T10:00:00Z")],
          _daily("2024-03-03", dau=1, wau=1, mau=1, user_days_30d=2),
          _daily("2024-03-09", wau=1, mau=1), _daily("2024-03-10", wau=0, mau=1),
          _daily("2024-04-01", mau=1), _daily("2024-04-02", mau=0, user_days_30d=0)),
    _case("sent_three_times", "one event id, thrice the same content: one event", "a",
          [("1", "a", "2024-03-05")] * 3, _daily("2024-03-05", dau=1, user_days_30d=1),
          refused=(Refusal("events", "sent_three_times-1", "duplicate"),) * 2),
    _case("sent_twice", "a retry is the commonest copy: one event", "a",
          [("1", "a", "2024-03-05")] * 2, _daily("2024-03-05", dau=1, user_days_30d=1),
          refused=(Refusal("events", "sent_twice-1", "duplicate"),)),
    _case("midnight_of_a_week_end", "Sunday 22:30 UTC is Sunday 23:30 in Berlin, 23:30 UTC is Monday", "abcd",
          [("1", "a", "2024-03-03T22:30:00Z"), ("2", "b", "2024-03-03T23:30:00Z"),
           ("3", "c", "2024-03-04 00:30:00+01:00"), ("4", "d", "2024-03-04T07:30+09:00")],
          _daily("2024-03-03", dau=2), _daily("2024-03-04", dau=2), _daily("2024-03-10", wau=2)),
    _case("summer_time", "on 31 March clocks go forward: 22:30 UTC is already 1 April", "ab",
          [("1", "a", "2024-03-30T22:30:00Z"), ("2", "b", "2024-03-31T22:30:00Z")],
          _daily("2024-03-30", dau=1), _daily("2024-03-31", dau=0), _daily("2024-04-01", dau=1)),
    _case("events_without_user", "an automation makes the account active, not a user", "",
          [("1", None, "2024-03-05")],
          _daily("2024-03-05", dau=0, mau=0, account_dau=1, account_mau=1, stickiness=None)),
    _case("stickiness_half", "two users take turns for 30 days: 30 user-days of 30 x 2 (published: 500/1000)",
          "ab",
          [(str(n), "ab"[n % 2], date.fromordinal(date(2024, 4, 1).toordinal() + n).isoformat())
           for n in range(30)],
          _daily("2024-04-30", dau=1, mau=2, user_days_30d=30, stickiness=0.5, account_stickiness=1.0),
          published=("stick-01",)),
    _case("stickiness_fifth", "five users take turns: 30 user-days of 30 x 5 (published: 3000/15000)",
          "abcde",
          [(str(n), "abcde"[n % 5], date.fromordinal(date(2024, 4, 1).toordinal() + n).isoformat())
           for n in range(30)],
          _daily("2024-04-30", dau=1, mau=5, stickiness=0.2), published=("stick-04",)),
    _case("month_holds_thirty_days_again", "30 days ending 3 December are from 4 November", "ab",
          [("1", "a", "2023-11-03"), ("2", "b", "2023-11-04")],
          _daily("2023-12-02", mau=2), _daily("2023-12-03", mau=1), published=("mau-mx-03",)),
    Case("user_of_another_account", "the host account is active, the user counts where the user belongs",
         {"accounts": [account("user_of_another_account", "user_of_another_account"),
                       account("home_of_the_guest", "home_of_the_guest")],
          "users": [user("guest-a", "home_of_the_guest")],
          "events": [event("guest-1", "user_of_another_account", "guest-a", "2024-03-05")]},
         expected=(_daily("2024-03-05", dau=0, account_dau=1),
                   Expect("active_users_daily_by_breakdown", {"date_day": date(2024, 3, 5),
                                                 "breakdown_value": "home_of_the_guest"},
                          {"dau": 1, "account_dau": 0}),
                   Expect("users", {"user_id": "guest-a"}, {"active_day_count": 1}))),
    Case("internal_is_not_counted", "staff and bots are kept but make nobody active",
         {"users": [user("internal-a", "internal_is_not_counted")],
          "events": [event("internal-1", "internal_is_not_counted", "internal-a", "2024-03-05",
                           is_internal="Yes"),
                     event("internal-2", "internal_is_not_counted", "internal-a", "2024-03-06",
                           is_internal="0")]},
         expected=(_daily("2024-03-05", dau=0, account_dau=0), _daily("2024-03-06", dau=1))),
    Case("earliest_arrival_is_kept", "same id, other content: the one received first is the event",
         {"users": [user("arrival-a", "earliest_arrival_is_kept")],
          "events": [event("arrival-1", "earliest_arrival_is_kept", "arrival-a", "2024-03-05",
                           received_at="2024-03-09"),
                     event("arrival-1", "earliest_arrival_is_kept", "arrival-a", "2024-03-07",
                           received_at="2024-03-08"),
                     event("arrival-1", "earliest_arrival_is_kept", "arrival-a", "2024-03-01")]},
         expected=(_daily("2024-03-07", dau=1, user_days_30d=1), _daily("2024-03-05", dau=0)),
         refused=(Refusal("events", "arrival-1", "conflicting_duplicate"),) * 2),
)  # fmt: skip

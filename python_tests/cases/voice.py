"""Effort, satisfaction, NPS by quarter and support. Time zone Europe/Berlin, as of 15 June 2024."""

from __future__ import annotations

from datetime import date

from python_tests.cases.case import Case, Expect, account, answer, event, user
from python_tests.support.raw_files import RawRow

MARCH = date(2024, 3, 1)


def _month(mart: str, month: date = MARCH, **values: object) -> Expect:
    return Expect(mart, {"month_start": month}, values)


def _nps(month: date = MARCH, **values: object) -> Expect:
    return Expect("nps_by_breakdown", {"period_grain": "month", "period_start": month}, values)


def _quarter(first: date, **values: object) -> Expect:
    return Expect("nps_by_breakdown", {"period_grain": "quarter", "period_start": first}, values)


def _ticket(ticket_id: str, **values: object) -> Expect:
    return Expect("support_tickets", {"ticket_id": ticket_id}, values)


def _asked(
    name: str,
    why: str,
    answers: list[dict[str, object]],
    *expected: Expect,
    published: tuple[str, ...] = (),
) -> Case:
    """Answers of user a of the case's account, unless they say otherwise."""
    rows = [
        answer(f"{name}-{n}", **{"account_id": name, "user_id": f"{name}-a", **one})  # type: ignore[arg-type]
        for n, one in enumerate(answers)
    ]
    tables = {"users": [user(f"{name}-{who}", name, role="admin") for who in "ab"], "survey_responses": rows}
    return Case(name, why, tables, expected=expected, published=published)


def _scores(survey: str, *scores: int, at: str = "2024-03-05") -> list[dict[str, object]]:
    return [{"survey": survey, "score": score, "at": at} for score in scores]


def _helped(
    name: str,
    why: str,
    tickets: list[RawRow],
    *expected: Expect,
    active: str = "",
    month: str = "2024-03",
    published: tuple[str, ...] = (),
) -> Case:
    """Tickets of the case's account; `active` users do something in the month."""
    rows: list[RawRow] = [
        {"ticket_id": f"{name}-{n}", "account_id": name, "created_at": "2024-03-05T10:00:00Z", **one}
        for n, one in enumerate(tickets)
    ]
    events = [event(f"{name}-{who}", name, f"{name}-{who}", f"{month}-10") for who in active]
    tables = {"users": [user(f"{name}-{who}", name) for who in "abcd"], "support_tickets": rows}
    return Case(name, why, {**tables, "events": events}, expected=expected, published=published)


def _replied(*minutes: int) -> list[RawRow]:
    """Tickets of 5 March, 10:00, each with a reply after so many minutes (under a day)."""
    return [{"first_responded_at": f"2024-03-05T{10 + m // 60:02}:{m % 60:02}:00Z"} for m in minutes]


NPS = (
    _asked("nps_of_a_quarter", "6 in January and 9 in March are one answer of the quarter, the later",
           [{"score": 6, "at": "2024-01-10"}, {"score": 9, "at": "2024-03-10"},
            {"score": 7, "at": "2024-02-10", "user_id": "nps_of_a_quarter-b"}],
           _quarter(date(2024, 1, 1), response_count=2, promoter_count=1, passive_count=1, detractor_count=0,
                    nps=50.0, is_complete=True),
           _nps(date(2024, 1, 1), response_count=1, nps=-100.0),
           _nps(MARCH, response_count=1, nps=100.0)),
    _asked("nps_quarter_in_berlin", "23:30 UTC on 31 March is April, and so the second quarter, in Berlin",
           [{"score": 9, "at": "2024-03-31T21:30:00Z"}, {"score": 3, "at": "2024-03-31T22:30:00Z"}],
           _quarter(date(2024, 1, 1), response_count=1, nps=100.0, is_complete=True),
           _quarter(date(2024, 4, 1), response_count=1, nps=-100.0, is_complete=False)),
)  # fmt: skip
EFFORT = (
    _asked("ces_mean_and_agreement", "(7 + 5 + 4 + 2) / 4; 5 agrees, 4 does not",
           _scores("ces", 7, 5, 4, 2),
           _month("ces_monthly_by_breakdown", response_count=4, score_sum=18, agree_count=2, ces=4.5,
                  agree_share=0.5)),
    _asked("ces-01", "5 disagree, 5 neutral, 10 agree; published as 50 % on a scale of five, ours has seven",
           _scores("ces", *[2] * 5, *[4] * 5, *[6] * 10),
           _month("ces_monthly_by_breakdown", response_count=20, agree_count=10, agree_share=0.5),
           published=("ces-01",)),
    _asked("ces_every_answer_counts", "one person, twice in the month: two things that were done",
           _scores("ces", 1, 7), _month("ces_monthly_by_breakdown", response_count=2, ces=4.0)),
    _asked("ces_by_subject", "what was asked about is kept as the source writes it; without one it is (none)",
           [{"survey": "CES", "score": 6, "at": "2024-03-05", "subject": "ces_by_subject: export"},
            {"survey": "ces", "score": 2, "at": "2024-03-06", "subject": "ces_by_subject: export"},
            {"survey": "ces", "score": 7, "at": "2024-03-07"}],
           Expect("ces_monthly_by_breakdown", {"month_start": MARCH, "breakdown": "subject",
                                  "breakdown_value": "ces_by_subject: export"},
                  {"response_count": 2, "ces": 4.0, "agree_share": 0.5}),
           Expect("ces_answers", {"response_id": "ces_by_subject-2"}, {"subject": "(none)", "role": "admin"}),
           _month("ces_monthly_by_breakdown", response_count=3, ces=5.0)),
    _asked("ces_without_answers", "April has none: null, not 0",
           [*_scores("ces", 7), *_scores("ces", 7, at="2024-05-01")],
           _month("ces_monthly_by_breakdown", date(2024, 4, 1), response_count=0, ces=None,
                  agree_share=None)),
    _asked("ces_is_not_csat", "5 of 7 agrees, 5 of 5 is satisfied, 5 of 10 detracts",
           [*_scores("ces", 5), *_scores("csat", 5), *_scores("nps", 5)],
           _month("ces_monthly_by_breakdown", response_count=1, agree_count=1),
           _month("csat_monthly_by_breakdown", response_count=1, satisfied_count=1),
           _nps(response_count=1, detractor_count=1)),
    _asked("csat_from_four", "3 is not satisfied, 4 is", _scores("csat", 3, 4, 5, 1),
           _month("csat_monthly_by_breakdown", response_count=4, satisfied_count=2, csat=0.5)),
    _asked("csat_of_the_user", "an answer that names a user but no account belongs to the user's account",
           [{"survey": "csat", "score": 5, "at": "2024-03-05", "account_id": None}],
           Expect("csat_answers", {"response_id": "csat_of_the_user-0"}, {"account_id": "csat_of_the_user"}),
           _month("csat_monthly_by_breakdown", response_count=1, csat=1.0)),
)  # fmt: skip
SUPPORT = (
    _helped("tickets_per_active_user", "4 tickets, 2 about the product, one a bug; 2 users, 1 account",
            [{"category": "Bug", "is_product_related": "true"}, {"is_product_related": "yes"},
             {"category": "bugs", "is_product_related": "false"}, {}],
            _month("support_monthly_by_breakdown", ticket_count=4, product_ticket_count=2, bug_ticket_count=1,
                   active_user_count=2, active_account_count=1, tickets_per_user=2.0,
                   product_tickets_per_user=1.0, bug_tickets_per_user=0.5, tickets_per_account=4.0,
                   product_tickets_per_account=2.0, bug_tickets_per_account=1.0),
            active="ab"),
    _helped("tickets_of_the_inactive", "nobody was active in March: no ratio; in April no ticket: 0", [{}],
            _month("support_monthly_by_breakdown", ticket_count=1, active_user_count=0,
                   tickets_per_user=None),
            _month("support_monthly_by_breakdown", date(2024, 4, 1), ticket_count=0, active_user_count=1,
                   tickets_per_user=0.0, tickets_per_user_change=None, unanswered_share=None),
            active="a", month="2024-04"),
    _helped("tickets_by_category", "those who ask are few, those who may ask are everybody",
            [{"category": "tickets_by_category: billing", "priority": "tickets_by_category: p1"}, {}],
            Expect("support_monthly_by_breakdown", {"month_start": MARCH, "breakdown": "category",
                                       "breakdown_value": "tickets_by_category: billing"},
                   {"ticket_count": 1}),
            Expect("support_monthly_by_breakdown", {"month_start": MARCH, "breakdown": "priority",
                                       "breakdown_value": "tickets_by_category: p1"}, {"ticket_count": 1}),
            _ticket("tickets_by_category-1", category="(none)", priority="(none)")),
    _helped("ticket_without_account", "it belongs to its user's account; without either to nobody's",
            [{"account_id": None, "user_id": "ticket_without_account-a"}, {"account_id": None}],
            _ticket("ticket_without_account-0", account_id="ticket_without_account"),
            _ticket("ticket_without_account-1", account_id=None, segment="(none)"),
            _month("support_monthly_by_breakdown", ticket_count=1)),
    _helped("first_response_of_four", "10, 20, 60 and 400 minutes: half within 40; 90 % of the way from the "
            "first to the fourth is 60 + 0.7 x 340 = 298", _replied(10, 400, 20, 60),
            _month("support_monthly_by_breakdown", first_response_count=4, median_first_response_minutes=40.0,
                   p90_first_response_minutes=298.0, mean_first_response_minutes=122.5)),
    _helped("first_response_of_eleven", "0 to 100 in steps of ten: the tenth of eleven is 90",
            _replied(*range(0, 110, 10)),
            _month("support_monthly_by_breakdown", median_first_response_minutes=50.0,
                   p90_first_response_minutes=90.0)),
    _helped("frt-02", "18:00 to 08:00: 14 hours by the calendar; published by business hours is 1",
            [{"created_at": "2024-03-05T17:00:00Z", "first_responded_at": "2024-03-06T07:00:00Z"}],
            _ticket("frt-02-0", first_response_minutes=840.0, first_response_seconds=50400)),
    _helped("frt-04", "500 tickets that wait 25,000 minutes in all, at a hundredth of their number",
            _replied(10, 20, 50, 70, 100),
            _month("support_monthly_by_breakdown", first_response_count=5, mean_first_response_minutes=50.0),
            published=("frt-04",)),
    _helped("reply_before_the_ticket", "replied to, but nobody can say how fast",
            [{"first_responded_at": "2024-03-05T09:59:59Z"}, {"first_responded_at": "2024-03-05T10:00:00Z"}],
            _ticket("reply_before_the_ticket-0", first_response_minutes=None, unanswered_ticket_count=0),
            _ticket("reply_before_the_ticket-1", first_response_minutes=0.0),
            _month("support_monthly_by_breakdown", ticket_count=2, first_response_count=1,
                   unanswered_ticket_count=0)),
    _helped("waiting_tickets", "no reply and not resolved; a solution without a reply is no waiting",
            [{}, {"resolved_at": "2024-03-06T10:00:00Z"}, *_replied(5)],
            _month("support_monthly_by_breakdown", unanswered_ticket_count=1, resolved_ticket_count=1,
                   unanswered_share=1 / 3, median_resolution_minutes=1440.0, p90_resolution_minutes=1440.0)),
    _helped("reply_after_as_of", "on 16 June in Berlin nothing has happened yet, on 15 June it has",
            [{"created_at": "2024-06-15T10:00:00Z", "first_responded_at": "2024-06-15T22:00:00Z"},
             {"created_at": "2024-06-15T10:00:00Z", "first_responded_at": "2024-06-15T21:59:59Z"}],
            _ticket("reply_after_as_of-0", first_response_minutes=None, unanswered_ticket_count=1),
            _ticket("reply_after_as_of-1", first_response_seconds=43199, unanswered_ticket_count=0),
            _month("support_monthly_by_breakdown", date(2024, 6, 1), ticket_count=2, unanswered_share=0.5,
                   is_complete=False)),
    _helped("change_of_support", "20 minutes after 40: 20 less, half as much",
            [*_replied(40), {"created_at": "2024-04-05T10:00:00Z",
                             "first_responded_at": "2024-04-05T10:20:00Z"}],
            _month("support_monthly_by_breakdown", date(2024, 4, 1), median_first_response_minutes=20.0,
                   median_first_response_minutes_change=-20.0,
                   median_first_response_minutes_change_rate=-0.5)),
    _helped("month_of_the_ticket", "opened on 31 March, 23:30 in Berlin; solved in April, it is March's",
            [{"created_at": "2024-03-31T21:30:00Z", "resolved_at": "2024-04-02T21:30:00Z"}],
            _month("support_monthly_by_breakdown", ticket_count=1, resolved_ticket_count=1,
                   median_resolution_minutes=2880.0),
            _month("support_monthly_by_breakdown", date(2024, 4, 1), ticket_count=0,
                   median_resolution_minutes=None)),
    Case("ticket_of_a_merged_account", "the customer goes on under another id, and so do its tickets",
         {"accounts": [account("ticket_of_a_merged_account", "ticket_of_a_merged_account")],
          "merge_map": [{"entity": "account", "old_id": "ticket_merged_old",
                         "new_id": "ticket_of_a_merged_account"}],
          "support_tickets": [{"ticket_id": "ticket-merged", "account_id": "ticket_merged_old",
                               "created_at": "2024-03-05"}]},
         expected=(_ticket("ticket-merged", account_id="ticket_of_a_merged_account"),)),
    Case("ticket_of_a_bot", "whose events do not count opens no tickets either (excluded_users.csv)",
         {"support_tickets": [{"ticket_id": "ticket-bot", "account_id": "bot_is_no_user",
                               "user_id": "bot_is_no_user-b", "created_at": "2024-03-05"}]},
         expected=(Expect("support_monthly_by_breakdown",
                           {"month_start": MARCH, "breakdown_value": "bot_is_no_user"},
                          {"ticket_count": 0}),)),
)  # fmt: skip

CASES = (*NPS, *EFFORT, *SUPPORT)

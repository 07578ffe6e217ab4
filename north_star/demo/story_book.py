"""Accounts written by hand, whose every month-end figure can be checked by eye.

Each story says what happens, gives the raw rows, and states on its own what the account is worth at the end
of each month: `worth` is written from the intent of the story, never worked out from the rows.
"""

from __future__ import annotations

from fractions import Fraction

from north_star.demo.stories import Item, Story, Worth
from north_star.demo.story_contracts import CONTRACT_STORIES

F = Fraction
STORIES = (
    Story(
        "annual",
        "pays 1,200 a year: 100 every month, never 1,200",
        "2023-01-30T09:00:00Z",
        (Item("s1-i1", "team", "1200.00", "USD", "year", "2023-02-01T09:00:00Z"),),
        (Worth("2023-02", "2025-12", F(100)),),
        teamwork=(("2023-02-06", "2025-12-29"),),
    ),
    Story(
        "quarterly",
        "pays 299 a quarter: 99.666667 a month; leaves after six quarters (the end day is not paid)",
        "2023-05-02T10:00:00Z",
        (Item("s1-i1", "team", "299.00", "USD", "quarter", "2023-05-15", "2024-11-15"),),
        (Worth("2023-05", "2024-10", F(299, 3)),),
        (
            ("s1", "active", "2023-05-15", "", ""),
            ("s1", "canceled", "2024-11-15", "2024-10-21T08:00:00Z", "switched_tool"),
        ),
        teamwork=(("2023-05-22", "2024-09-30"),),
        churned=(("2024-11", "voluntary"),),
        not_committed=("2024-10",),
    ),
    Story(
        "euro",
        "pays 500 euro, 650 from the middle of June 2024; the rest of its movement is the exchange rate",
        "2023-03-09T08:30:00+01:00",
        (
            Item(
                "s1-i1", "business", "500.00", "EUR", "month", "2023-03-10T08:00:00Z", "2024-06-18T10:00:00Z"
            ),
            Item("s1-i1", "business", "650.00", " eur", "Month", "2024-06-18T12:00:00+02:00"),
        ),
        (Worth("2023-03", "2024-05", F(500), "EUR"), Worth("2024-06", "2025-12", F(650), "EUR")),
        attributes=("mid_market", "software", "DE", "partner"),
        teamwork=(("2023-03-13", "2025-12-29"),),
    ),
    Story(
        "win_back",
        "240 a month until October 2023; comes back in March 2024 at 300 (a reactivation, not new)",
        "2023-03-20T12:00:00Z",
        (
            Item("s1-i1", "team", "240.00", "USD", "month", "2023-04-01T00:00:00Z", "2023-10-01T00:00:00Z"),
            Item("s2-i1", "team", "300.00", "USD", "month", "2024-03-05T15:00:00Z"),
        ),
        (Worth("2023-04", "2023-09", F(240)), Worth("2024-03", "2025-12", F(300))),
        (
            ("s1", "active", "2023-04-01T00:00:00Z", "", ""),
            ("s1", "canceled", "2023-10-01T00:00:00Z", "2023-09-12T11:00:00Z", "too_expensive"),
            ("s2", "active", "2024-03-05T15:00:00Z", "", ""),
        ),
        teamwork=(("2023-04-03", "2023-08-14"), ("2024-03-11", "2025-12-29")),
        churned=(("2023-10", "voluntary"),),
        not_committed=("2023-09",),
    ),
    Story(
        "pause",
        "180 a month, on pause from 10 February to 20 April 2024",
        "2023-05-30T12:00:00Z",
        (Item("s1-i1", "starter", "180.00", "USD", "month", "2023-06-01T12:00:00Z"),),
        (Worth("2023-06", "2024-01", F(180)), Worth("2024-04", "2025-12", F(180))),
        (
            ("s1", "active", "2023-06-01T12:00:00Z", "", ""),
            ("s1", "Paused", "2024-02-10T09:00:00Z", "", ""),
            ("s1", "active", "2024-04-20T09:00:00Z", "", ""),
        ),
        teamwork=(("2023-06-05", "2024-01-15"), ("2024-04-29", "2025-12-29")),
        churned=(("2024-02", "voluntary"),),
    ),
    Story(
        "past_due",
        "420 a month; the payment of 1 May 2024 fails, the grace ends on 31 May: lost in May, involuntarily",
        "2023-08-28T12:00:00Z",
        (Item("s1-i1", "team", "420.00", "USD", "month", "2023-09-01T10:00:00Z", "2024-06-20T10:00:00Z"),),
        (Worth("2023-09", "2024-04", F(420)),),
        (
            ("s1", "active", "2023-09-01T10:00:00Z", "", ""),
            ("s1", "past_due", "2024-05-01T10:00:00Z", "", ""),
            ("s1", "unpaid", "2024-06-05T10:00:00Z", "", ""),
            ("s1", "canceled", "2024-06-20T10:00:00Z", "", "payment_failed"),
        ),
        teamwork=(("2023-09-04", "2024-04-29"),),
        churned=(("2024-05", "involuntary"),),
    ),
    Story(
        "late_payer",
        "260 a month; twice a payment is late and comes within the days of grace: nothing happens",
        "2023-10-02T12:00:00Z",
        (Item("s1-i1", "team", "260.00", "USD", "month", "2023-10-20T10:00:00Z"),),
        (Worth("2023-10", "2025-12", F(260)),),
        (
            ("s1", "active", "2023-10-20T10:00:00Z", "", ""),
            ("s1", "past_due", "2024-03-20T10:00:00Z", "", ""),
            ("s1", "active", "2024-04-08T10:00:00Z", "", ""),
            ("s1", "past_due", "2025-05-20T10:00:00Z", "", ""),
            ("s1", "active", "2025-06-18T10:00:00Z", "", ""),
        ),
        teamwork=(("2023-10-23", "2025-12-29"),),
    ),
    Story(
        "two_subscriptions",
        "150 and, from November 2023, another 90; the first ends in August 2024: contraction, no churn",
        "2023-02-08T12:00:00Z",
        (
            Item("s1-i1", "team", "150.00", "USD", "month", "2023-02-10T10:00:00Z", "2024-08-10T10:00:00Z"),
            Item("s2-i1", "starter", "90.00", "USD", "month", "2023-11-01T10:00:00Z"),
        ),
        (Worth("2023-02", "2024-07", F(150)), Worth("2023-11", "2025-12", F(90))),
        teamwork=(("2023-02-13", "2024-07-01"), ("2025-01-06", "2025-12-29")),
    ),
    Story(
        "same_month",
        "comes on 3 April 2024 and leaves on 24 April: no month-end sees it",
        "2024-04-02T12:00:00Z",
        (Item("s1-i1", "starter", "75.00", "USD", "month", "2024-04-03T10:00:00Z", "2024-04-24T10:00:00Z"),),
        (),
        intra_month_churn=("2024-04",),
    ),
    Story(
        "leap_day",
        "buys a year for 2,400 on 29 February 2024; it ends on 28 February 2025, which is not paid any more",
        "2024-02-27T12:00:00Z",
        (
            Item(
                "s1-i1", "business", "2400.00", "USD", "year", "2024-02-29T10:00:00Z", "2025-02-28T10:00:00Z"
            ),
        ),
        (Worth("2024-02", "2025-01", F(200)),),
        (
            ("s1", "active", "2024-02-29T10:00:00Z", "", ""),
            ("s1", "canceled", "2025-02-28T10:00:00Z", "2025-01-07T09:00:00Z", "project_ended"),
        ),
        teamwork=(("2024-03-04", "2024-12-16"),),
        churned=(("2025-02", "voluntary"),),
        not_committed=("2025-01",),
    ),
    Story(
        "discount",
        "400 less a recurring discount of 100; the discount ends in July 2024: expansion",
        "2023-06-29T12:00:00Z",
        (
            Item(
                "s1-i1",
                "team",
                "400.00",
                "USD",
                "month",
                "2023-07-01T10:00:00Z",
                "2024-07-01T10:00:00Z",
                "100.00",
            ),
            Item("s1-i1", "team", "400.00", "USD", "month", "2024-07-01T10:00:00Z"),
        ),
        (Worth("2023-07", "2024-06", F(300)), Worth("2024-07", "2025-12", F(400))),
        teamwork=(("2023-07-03", "2025-12-29"),),
    ),
    Story(
        "scheduled_end",
        "a trial, then 96 a month; it has cancelled to January 2026 and still runs on the last day",
        "2024-01-08T09:00:00Z",
        (
            Item(
                "s1-i1",
                "team",
                "96.00",
                "USD",
                "month",
                "2024-01-08T10:00:00Z",
                "2024-01-22T10:00:00Z",
                trial="true",
            ),
            Item("s1-i1", "team", "96.00", "usd", "month", "2024-01-22T10:00:00Z", "2026-01-22T10:00:00Z"),
        ),
        (Worth("2024-01", "2025-12", F(96)),),
        (
            ("s1", "trialing", "2024-01-08T10:00:00Z", "", ""),
            ("s1", "active", "2024-01-22T10:00:00Z", "", ""),
            ("s1", "active", "2025-12-19T10:00:00Z", "2025-12-19T10:00:00Z", "low_usage"),
        ),
        teamwork=(("2024-01-22", "2025-11-03"),),
        not_committed=("2025-12",),
    ),
    Story(
        "midnight",
        "starts on 1 July and ends on 30 November 2024 in UTC, though its rows show 30 June and 1 December",
        "2024-06-28T12:00:00Z",
        (
            Item(
                "s1-i1",
                "starter",
                "55.00",
                "GBP",
                "month",
                "2024-06-30T23:30:00-05:00",
                "2024-12-01T00:30:00+02:00",
            ),
        ),
        (Worth("2024-07", "2024-10", F(55), "GBP"),),
        attributes=("smb", "retail", "GB", "organic_search"),
        churned=(("2024-11", "voluntary"),),
    ),
    Story(
        "weeks_and_days",
        "20 for two weeks (43.333333 a month), from September 2024 2 a day (60.833333), until March 2025",
        "2024-02-03T12:00:00Z",
        (
            Item("s1-i1", "starter", "20.00", "USD", "week", "2024-02-05", "2024-09-02", count="2"),
            Item("s1-i2", "starter", "2.00", "USD", "day", "2024-09-02", "2025-03-01"),
        ),
        (Worth("2024-02", "2024-08", F(20 * 52, 24)), Worth("2024-09", "2025-02", F(2 * 365, 12))),
        churned=(("2025-03", "voluntary"),),
    ),
    Story(
        "week_edge",
        "60 a month; its events try the edges of a week of teamwork (see `story_events`)",
        "2024-01-01T00:00:00Z",
        (Item("s1-i1", "team", "60.00", "USD", "month", "2024-01-01T00:00:00Z"),),
        (Worth("2024-01", "2025-12", F(60)),),
    ),
    *CONTRACT_STORIES,
)

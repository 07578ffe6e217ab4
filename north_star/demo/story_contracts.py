"""More accounts written by hand (see `story_book`): discounts, add-ons, usage, moves, a change of mind."""

from __future__ import annotations

from fractions import Fraction

from north_star.demo.stories import Discount, Item, Story, Worth

F = Fraction
CONTRACT_STORIES = (
    Story(
        "expiring_discount",
        "300 a month, 20 % off for the first six months: 240, from July 2024 300 (an expansion)",
        "2024-01-09T09:00:00Z",
        (Item("s1-i1", "team", "300.00", "USD", "month", "2024-01-10T09:00:00Z"),),
        (Worth("2024-01", "2024-06", F(240)), Worth("2024-07", "2025-12", F(300))),
        teamwork=(("2024-01-15", "2025-12-29"),),
        discounts=(Discount("s1", "20", "", "repeating", "2024-01-10T09:00:00Z", "2024-07-10T09:00:00Z"),),
    ),
    Story(
        "coupon",
        "150 a month; a coupon halves the first invoice and no MRR",
        "2024-09-02T09:00:00Z",
        (Item("s1-i1", "team", "150.00", "USD", "month", "2024-09-03T09:00:00Z"),),
        (Worth("2024-09", "2025-12", F(150)),),
        teamwork=(("2024-09-09", "2025-12-29"),),
        discounts=(Discount("s1", "50.0", "", "once", "2024-09-03T09:00:00Z"),),
    ),
    Story(
        "stacked_discounts",
        "250 less 50, less 20 % and, for a year, less 10 % of what is left: 144, then 160 (not 140, not 175)",
        "2024-02-27T09:00:00Z",
        (Item("s1-i1", "team", "250.00", "USD", "month", "2024-03-01T09:00:00Z"),),
        (Worth("2024-03", "2025-02", F(144)), Worth("2025-03", "2025-12", F(160))),
        teamwork=(("2024-03-04", "2024-09-30"), ("2025-02-03", "2025-12-29")),
        discounts=(
            Discount("s1-i1", "", "50.00", "forever", "2024-03-01T09:00:00Z"),
            Discount("s1", "20", "", "forever", "2024-03-01T09:00:00Z"),
            Discount("s1-i1", "10", "", "Repeating", "2024-03-01T09:00:00Z", "2025-03-01T09:00:00Z"),
        ),
    ),
    Story(
        "usage",
        "120 a month and, in three months of 2024, calls of the interface as used: shown beside the MRR",
        "2024-04-15T09:00:00Z",
        (
            Item("s1-i1", "team", "120.00", "USD", "month", "2024-04-16T09:00:00Z"),
            Item("s1-u1", "api_calls", "18.40", "USD", "month", "2024-05-01", "2024-06-01", usage="true"),
            Item("s1-u1", "api_calls", "25.10", "USD", "month", "2024-06-01", "2024-07-01", usage="true"),
            Item("s1-u1", "api_calls", "31.00", "USD", "month", "2024-08-01", "2024-09-01", usage="yes"),
        ),
        (Worth("2024-04", "2025-12", F(120)),),
        usage_worth=(
            Worth("2024-05", "2024-05", F("18.4")),
            Worth("2024-06", "2024-06", F("25.1")),
            Worth("2024-08", "2024-08", F(31)),
        ),
    ),
    Story(
        "add_on",
        "200 a month; from February to November 2024 an add-on of 40: expansion, then contraction",
        "2023-11-06T09:00:00Z",
        (
            Item("s1-i1", "team", "200.00", "USD", "month", "2023-11-07T09:00:00Z"),
            Item(
                "s1-a1", "analytics", "40.00", "USD", "month", "2024-02-15T09:00:00Z", "2024-11-15T09:00:00Z"
            ),
        ),
        (Worth("2023-11", "2025-12", F(200)), Worth("2024-02", "2024-10", F(40))),
    ),
    Story(
        "migration",
        "180 a month; moves to the new billing system over the end of May 2024, with a gap that is none;"
        " the team's week of 3 June is known half by the old, half by the new id",
        "2024-06-05T06:00:00Z",
        (
            Item(
                "b1-i1",
                "team",
                "180.00",
                "USD",
                "month",
                "2023-04-03T09:00:00Z",
                "2024-05-30T09:00:00Z",
                former="_old",
            ),
            Item("s1-i1", "team", "180.00", "USD", "month", "2024-06-05T06:00:00Z"),
        ),
        (Worth("2023-04", "2025-12", F(180)),),
        (
            ("b1", "active", "2023-04-03T09:00:00Z", "", ""),
            ("b1", "canceled", "2024-05-30T09:00:00Z", "", ""),
            ("s1", "active", "2024-06-05T06:00:00Z", "", ""),
        ),
        teamwork=(("2023-04-10", "2024-07-01"),),
        former=(("_old", "2024-06-05T06:00:00Z"),),
        former_accounts=(("_old", "2023-04-03T08:00:00Z"),),
        merges=(("account", "_old", ""), ("subscription", "-b1", "-s1")),
    ),
    Story(
        "migration_chain",
        "90 a month; moves twice, each time the old system still bills while the new one does already;"
        " with the second move the price rises to 110, which is all that happens",
        "2023-06-01T09:00:00Z",
        (
            Item(
                "b1-i1",
                "starter",
                "90.00",
                "USD",
                "month",
                "2023-06-05T09:00:00Z",
                "2024-01-05T09:00:00Z",
                former="_first",
            ),
            Item("b2-i1", "starter", "90.00", "USD", "month", "2023-12-28T09:00:00Z", former="_second"),
            Item("s1-i1", "starter", "110.00", "USD", "month", "2024-06-17T06:00:00Z"),
        ),
        (Worth("2023-06", "2024-05", F(90)), Worth("2024-06", "2025-12", F(110))),
        teamwork=(("2025-01-06", "2025-12-29"),),
        former=(("_first", "2023-12-28T09:00:00Z"), ("_second", "2024-06-17T06:00:00Z")),
        merges=(
            ("account", "_second", ""),
            ("Account", "_first", "_second"),
            ("subscription", "-b1", "-b2"),
            ("subscription", "-b2", "-s1"),
        ),
    ),
    Story(
        "merger",
        "150 a month; in 2025 it buys another customer, who pays 210 since January 2024: one customer",
        "2023-08-14T09:00:00Z",
        (
            Item("s1-i1", "team", "150.00", "USD", "month", "2023-08-15T09:00:00Z"),
            Item("b1-i1", "team", "210.00", "USD", "month", "2024-01-22T09:00:00Z", former="_bought"),
        ),
        (Worth("2023-08", "2025-12", F(150)), Worth("2024-01", "2025-12", F(210))),
        former_accounts=(("_bought", "2024-01-22T08:00:00Z"),),
        merges=(("account", "_bought", ""),),
    ),
    Story(
        "second_thoughts",
        "95 a month; cancels on 10 September 2025 to the end of the period and takes it back on 2 October",
        "2025-02-10T09:00:00Z",
        (Item("s1-i1", "starter", "95.00", "USD", "month", "2025-02-12T09:00:00Z"),),
        (Worth("2025-02", "2025-12", F(95)),),
        (
            ("s1", "active", "2025-02-12T09:00:00Z", "", ""),
            ("s1", "active", "2025-09-10T14:00:00Z", "2025-09-10T14:00:00Z", "too_expensive"),
            ("s1", "active", "2025-10-02T10:00:00Z", "", ""),
        ),
        teamwork=(("2025-02-17", "2025-08-04"), ("2025-10-06", "2025-12-29")),
        not_committed=("2025-09",),
    ),
    Story(
        "plan_switch",
        "1,200 a year until March 2024, then 110 a month: neither 110 a year nor 1,200 a month",
        "2023-02-28T09:00:00Z",
        (
            Item("s1-i1", "team", "1200.00", "USD", "year", "2023-03-01T09:00:00Z", "2024-03-01T09:00:00Z"),
            Item("s1-i1", "team", "110.00", "USD", "month", "2024-03-01T09:00:00Z"),
        ),
        (Worth("2023-03", "2024-02", F(100)), Worth("2024-03", "2025-12", F(110))),
    ),
)

"""North Star definitions by chance: what the reference files allow, in every combination."""

from __future__ import annotations

import random

from python_tests.support.raw_files import Condition, Definition

EVENTS = ("task_created", "task_completed", "opened")
POPULATIONS = ("all", "paying", "trial", "channel=ads", "paying&channel=events", "trial&channel=referral")
AGGREGATES = ("count", "sum_quantity", "distinct_objects", "distinct_users", "distinct_days")
OPERATORS = (">=", ">", "<=", "<", "=")
REPORTS = ("count", "share", "quantity", "rate")


def _condition(draw: random.Random, number: int, reports: str, one_of: tuple[str, ...]) -> Condition:
    """The first asks for something and is the quantity, the second divides a rate."""
    aggregate = draw.choice(one_of)
    names = "|".join(draw.sample(EVENTS, draw.randint(1, 3)))
    if aggregate != "distinct_objects" and draw.random() < 0.3:
        names = "*"
    operator, threshold = draw.choice(((">=", "1"), (">=", "1"), (">", "0"), (">=", "2"), ("=", "1")))
    if number > 0:
        operator, threshold = draw.choice(OPERATORS), draw.choice(("0", "1", "2", "2.5"))
        if draw.random() < 0.5:
            operator = ">="
    is_denominator = number == 1 and reports == "rate"
    return Condition(
        f"condition_{number}", names, aggregate, operator, threshold, number == 0, is_denominator
    )


def random_definitions(count: int, seed: int) -> tuple[Definition, ...]:
    """The same ones for the same seed."""
    draw = random.Random(seed)
    found = []
    for number in range(count):
        reports = draw.choice(REPORTS)
        unit = draw.choice(("day", "week", "month", "quarter", "since_sign_up"))
        condition_count = draw.choice((2, 2, 3) if reports == "rate" else (1, 1, 2, 3))
        entity = draw.choice(("account", "user"))
        # Two users of a user or two days of a day would qualify nobody.
        hopeless = {"distinct_users"} if entity == "user" else set()
        hopeless |= {"distinct_days"} if unit == "day" else set()
        one_of = tuple(name for name in AGGREGATES if name not in hopeless)
        conditions = [_condition(draw, one, reports, one_of) for one in range(condition_count)]
        found.append(
            Definition(
                f"by_chance_{number}",
                entity,
                unit,
                draw.choice(POPULATIONS),
                conditions,
                reports=reports,
                window_days=draw.choice((1, 7, 30)) if unit == "since_sign_up" else None,
            )
        )
    return tuple(found)

"""Net Promoter Score: whose answer counts, in which month, and what is made of it."""

from __future__ import annotations

from datetime import date

from python_tests.cases.case import Case, Expect, answer, user

MARCH = date(2024, 3, 1)


def _nps(month: date = MARCH, **values: object) -> Expect:
    return Expect("nps_by_breakdown", {"period_grain": "month", "period_start": month}, values)


def _case(
    name: str,
    why: str,
    answers: list[dict[str, object]],
    *expected: Expect,
    people: str = "ab",
    published: tuple[str, ...] = (),
) -> Case:
    rows = [answer(f"{name}-{n}", **{"account_id": name, **one}) for n, one in enumerate(answers)]  # type: ignore[arg-type]
    return Case(
        name,
        why,
        {"users": [user(f"{name}-{letter}", name) for letter in people], "survey_responses": rows},
        expected=expected,
        published=published,
    )


def _by(name: str, who: str, score: int, at: str) -> dict[str, object]:
    return {"score": score, "at": at, "user_id": f"{name}-{who}"}


def crowd(name: str, why: str, promoters: int, passives: int, detractors: int, *expected: Expect) -> Case:
    """As many users, each with one answer in March."""
    scores = [10] * promoters + [7] * passives + [0] * detractors
    return Case(
        name,
        why,
        {
            "users": [user(f"{name}-{n}", name) for n in range(len(scores))],
            "survey_responses": [
                answer(f"{name}-{n}", score, "2024-03-05", account_id=name, user_id=f"{name}-{n}")
                for n, score in enumerate(scores)
            ],
        },
        expected=expected,
    )


CASES = (
    _case("latest_answer_counts", "a changed her mind within the month",
          [_by("latest_answer_counts", "a", 3, "2024-03-05"),
           _by("latest_answer_counts", "a", 9, "2024-03-20"),
           _by("latest_answer_counts", "b", 7, "2024-03-06")],
          _nps(response_count=2, promoter_count=1, passive_count=1, detractor_count=0, nps=50.0)),
    _case("each_month_has_its_latest", "an answer of April does not replace that of March",
          [_by("each_month_has_its_latest", "a", 3, "2024-03-31T21:30:00Z"),
           _by("each_month_has_its_latest", "a", 9, "2024-03-31T22:30:00Z")],
          _nps(response_count=1, nps=-100.0), _nps(date(2024, 4, 1), response_count=1, nps=100.0)),
    _case("same_moment_largest_id", "two answers at one moment: the larger response id",
          [_by("same_moment_largest_id", "a", 10, "2024-03-05"),
           _by("same_moment_largest_id", "a", 0, "2024-03-05")],
          _nps(response_count=1, detractor_count=1, nps=-100.0)),
    _case("account_is_a_respondent", "answers without a user are their account's, which is not a user",
          [{"score": 9, "at": "2024-03-05"}, {"score": 6, "at": "2024-03-09"},
           _by("account_is_a_respondent", "a", 8, "2024-03-01")],
          _nps(response_count=2, detractor_count=1, passive_count=1, nps=-50.0)),
    _case("buckets", "0 and 6 detract, 7 and 8 are passive, 9 and 10 promote",
          [_by("buckets", who, score, "2024-03-05")
           for who, score in zip("abcdef", (0, 6, 7, 8, 9, 10), strict=True)],
          _nps(promoter_count=2, passive_count=2, detractor_count=2, nps=0.0, margin_of_error=None),
          people="abcdef", published=("nps-07",)),
    _case("account_of_the_user", "an answer that names a user but no account belongs to the user's account",
          [{**_by("account_of_the_user", "a", 9, "2024-03-05"), "account_id": None}],
          _nps(response_count=1, promoter_count=1)),
    crowd("margin_from_thirty", "30 answers: 1.96 x 100 x sqrt((0.5 + 0.2 - 0.09) / 30)", 15, 9, 6,
          _nps(response_count=30, nps=30.0, margin_of_error=27.948619524644386)),
    crowd("no_margin_below_thirty", "29 answers", 15, 8, 6, _nps(response_count=29, margin_of_error=None)),
)  # fmt: skip

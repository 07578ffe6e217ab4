"""Answers about effort and satisfaction: every valid one counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from python_tests.oracles.company import Cell, Company
from python_tests.oracles.nps import account_of
from python_tests.oracles.settings import NONE

FAVOURABLE = {"ces": (5, 6, 7), "csat": (4, 5)}


@dataclass(frozen=True)
class Opinion:
    """One valid answer of a survey, of whoever gave it, about whatever it was."""

    response_id: str
    survey: str
    account_id: str | None
    user_id: str | None
    role: str
    subject: str
    score: int
    day: date

    @property
    def is_favourable(self) -> bool:
        return self.score in FAVOURABLE[self.survey]


@cache
def opinions(company: Company, survey: str) -> list[Opinion]:
    return list(_opinions(company, survey))


def _opinions(company: Company, survey: str) -> Iterator[Opinion]:
    intake = company.intake
    for row in intake.accepted["survey_responses"]:
        if row["survey"] == survey:
            user_id = row["user_id"]
            role = intake.users[user_id]["role"] if user_id else None
            day = intake.settings.local_date(row["responded_at"])
            yield Opinion(
                row["response_id"], survey, account_of(intake, row), user_id, role or NONE,
                row["subject"] or NONE, row["score"], day,
            )  # fmt: skip


def cells(company: Company, one: Opinion) -> list[Cell]:
    """The values under which an answer counts."""
    account = company.attributes_of(one.account_id).items()
    return [("total", "all"), *account, ("role", one.role), ("subject", one.subject)]

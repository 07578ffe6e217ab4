"""Net Promoter Score: in each month the latest valid answer of each respondent counts."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from python_tests.oracles.intake import Intake, Row
from python_tests.oracles.settings import Settings

MINIMUM_FOR_MARGIN = 30


@dataclass(frozen=True)
class Answer:
    """One valid NPS answer; it counts when no later one of its respondent lies in the month.

    `account_id` is the answer's own, else that of its user.
    """

    response_id: str
    account_id: str | None
    user_id: str | None
    score: int
    month_start: date
    is_counted: bool


@dataclass
class Nps:
    """Counted answers of one month and breakdown value; null figures without any."""

    promoter_count: int = 0
    passive_count: int = 0
    detractor_count: int = 0

    def add(self, score: int) -> None:
        if score >= 9:
            self.promoter_count += 1
        elif score >= 7:
            self.passive_count += 1
        else:
            self.detractor_count += 1

    @property
    def response_count(self) -> int:
        return self.promoter_count + self.passive_count + self.detractor_count

    @property
    def nps(self) -> float | None:
        n = self.response_count
        return 100 * (self.promoter_count - self.detractor_count) / n if n else None

    @property
    def margin_of_error(self) -> float | None:
        """Half the width of the 95 % interval in points; null below 30 answers."""
        n = self.response_count
        if n < MINIMUM_FOR_MARGIN:
            return None
        p, d = self.promoter_count / n, self.detractor_count / n
        return 1.96 * 100 * math.sqrt(max(p + d - (p - d) ** 2, 0.0) / n)


def _respondent(row: Row) -> tuple[str, str]:
    for kind in ("user_id", "account_id"):
        if row[kind] is not None:
            return kind, row[kind]
    return "response_id", row["response_id"]


def answers(intake: Intake) -> list[Answer]:
    """Every valid NPS answer, with whether it counts."""
    rows = [row for row in intake.accepted["survey_responses"] if row["survey"] == "nps"]
    months = {
        row["response_id"]: intake.settings.local_date(row["responded_at"]).replace(day=1) for row in rows
    }
    latest: dict[tuple[date, tuple[str, str]], Row] = {}
    for row in sorted(rows, key=lambda row: (row["responded_at"], row["response_id"])):
        latest[months[row["response_id"]], _respondent(row)] = row
    counted = {row["response_id"] for row in latest.values()}
    return [
        Answer(
            row["response_id"],
            row["account_id"] or (row["user_id"] and intake.users[row["user_id"]]["account_id"]),
            row["user_id"],
            row["score"],
            months[row["response_id"]],
            row["response_id"] in counted,
        )
        for row in rows
    ]


def nps_monthly(
    found: Iterable[Answer], cells: Mapping[str, Iterable[tuple[str, str]]], settings: Settings
) -> dict[tuple[date, str, str], Nps]:
    """By month from the first answer to as_of, breakdown and value; `cells` maps a response to its values."""
    sums: defaultdict[tuple[date, str, str], Nps] = defaultdict(Nps)
    found = list(found)
    values = {cell for answer in found for cell in cells[answer.response_id]}
    for month in settings.months_from(min((answer.month_start for answer in found), default=date.max)):
        for cell in values:
            sums[month, *cell] = Nps()
    for answer in found:
        if answer.is_counted:
            for cell in cells[answer.response_id]:
                sums[answer.month_start, *cell].add(answer.score)
    return dict(sums)

"""Net Promoter Score: in each month and quarter every answer counts, or each respondent's latest."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from python_tests.oracles.intake import Intake, Row
from python_tests.oracles.settings import Settings

MINIMUM_FOR_MARGIN = 30


@dataclass(frozen=True)
class Answer:
    """One valid NPS answer; it counts when no later one of its respondent lies in the month (the quarter).

    `account_id` is the answer's own, else that of its user.
    """

    response_id: str
    account_id: str | None
    user_id: str | None
    score: int
    day: date
    is_counted: bool
    is_counted_in_quarter: bool

    @property
    def month_start(self) -> date:
        return self.day.replace(day=1)

    @property
    def quarter_start(self) -> date:
        return quarter_of(self.day)


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


def quarter_of(day: date) -> date:
    return day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)


def month_of(day: date) -> date:
    return day.replace(day=1)


def _respondent(row: Row) -> tuple[str, str]:
    for kind in ("user_id", "account_id"):
        if row[kind] is not None:
            return kind, row[kind]
    return "response_id", row["response_id"]


def _counted(rows: list[Row], settings: Settings, period: Callable[[date], date]) -> set[str]:
    """Ids of the answers that count in their period."""
    if settings.nps_answers == "all":
        return {row["response_id"] for row in rows}
    latest: dict[tuple[date, tuple[str, str]], Row] = {}
    for row in sorted(rows, key=lambda row: (row["responded_at"], row["response_id"])):
        latest[period(settings.local_date(row["responded_at"])), _respondent(row)] = row
    return {row["response_id"] for row in latest.values()}


def account_of(intake: Intake, row: Row) -> str | None:
    """The account that the row names, else that of its user."""
    if row["account_id"] is not None or row["user_id"] is None:
        return row["account_id"]  # type: ignore[no-any-return]
    return str(intake.users[row["user_id"]]["account_id"])


def answers(intake: Intake) -> list[Answer]:
    """Every valid NPS answer, with whether it counts."""
    rows = [row for row in intake.accepted["survey_responses"] if row["survey"] == "nps"]
    of_month, of_quarter = (_counted(rows, intake.settings, period) for period in (month_of, quarter_of))
    return [
        Answer(
            row["response_id"],
            account_of(intake, row),
            row["user_id"],
            row["score"],
            intake.settings.local_date(row["responded_at"]),
            row["response_id"] in of_month,
            row["response_id"] in of_quarter,
        )
        for row in rows
    ]


def nps_monthly(
    found: Iterable[Answer], cells: Mapping[str, Iterable[tuple[str, str]]], settings: Settings
) -> dict[tuple[date, str, str], Nps]:
    """By month from the first answer to as_of, breakdown and value; `cells` maps a response to its values."""
    counted = [(one.month_start, one) for one in found if one.is_counted]
    return _by_period(counted, cells, settings.months_from)


def nps_quarterly(
    found: Iterable[Answer], cells: Mapping[str, Iterable[tuple[str, str]]], settings: Settings
) -> dict[tuple[date, str, str], Nps]:
    """The same by quarter."""
    counted = [(one.quarter_start, one) for one in found if one.is_counted_in_quarter]
    return _by_period(
        counted, cells, lambda first: sorted({quarter_of(month) for month in settings.months_from(first)})
    )


def _by_period(
    counted: list[tuple[date, Answer]],
    cells: Mapping[str, Iterable[tuple[str, str]]],
    periods_from: Callable[[date], list[date]],
) -> dict[tuple[date, str, str], Nps]:
    sums: defaultdict[tuple[date, str, str], Nps] = defaultdict(Nps)
    values = {cell for _, answer in counted for cell in cells[answer.response_id]}
    for period in periods_from(min((period for period, _ in counted), default=date.max)):
        for cell in values:
            sums[period, *cell] = Nps()
    for period, answer in counted:
        for cell in cells[answer.response_id]:
            sums[period, *cell].add(answer.score)
    return dict(sums)

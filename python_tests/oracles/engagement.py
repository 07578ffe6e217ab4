"""Who was active in which month, what became of them, and whether they came back, by sets of days."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from python_tests.oracles.company import Company
from python_tests.oracles.settings import month_end, previous_month

ENTITIES = ("user", "account")
MOVEMENTS = ("new", "retained", "resurrected", "churned")
SHIPPED = Path(__file__).parents[2] / "seeds" / "reference"
Days = Mapping[str, frozenset[date]]


def reference_rows(company: Company, name: str) -> list[dict[str, str]]:
    """A company's own file of this name, else the shipped one."""
    path = company.reference / f"{name}.csv"
    with (path if path.exists() else SHIPPED / path.name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def kinds(company: Company) -> dict[str, str]:
    """Key actions and log-ins by event name."""
    return {row["event_name"]: row["kind"] for row in reference_rows(company, "key_actions")}


@cache
def active_days(company: Company, entity: str) -> Days:
    """Days with a counted event, of each entity that has any."""
    found: defaultdict[str, set[date]] = defaultdict(set)
    for account_id, user_id, day in company.usage_days:
        who = account_id if entity == "account" else user_id
        if who is not None:
            found[who].add(day)
    return {who: frozenset(days) for who, days in found.items()}


def home(company: Company, entity: str, who: str) -> str:
    """The account in whose breakdown values an entity counts."""
    return who if entity == "account" else str(company.intake.users[who]["account_id"])


def everyone(company: Company) -> set[tuple[str, str]]:
    """Every value of every breakdown that any account has."""
    return {cell for cells in company.cells.values() for cell in cells}


def first_day(days: Days) -> date:
    return min((min(one) for one in days.values()), default=date.max)


def months_of(days: Iterable[date]) -> set[date]:
    return {day.replace(day=1) for day in days}


@cache
def movements(company: Company, entity: str) -> dict[tuple[str, date], str]:
    """What each month makes of an entity that is active in it, or was in the month before."""
    found = {}
    for who, days in active_days(company, entity).items():
        active = months_of(days)
        for month in company.settings.months_from(min(active)):
            before = previous_month(month) in active
            if month in active:
                earlier = any(other < month for other in active)
                found[who, month] = "retained" if before else "resurrected" if earlier else "new"
            elif before:
                found[who, month] = "churned"
    return found


@dataclass(frozen=True)
class Window:
    """One row of usage_retention_windows.csv."""

    name: str
    kind: str
    first: int
    last: int | None

    def returned(self, days: frozenset[date]) -> bool:
        """Whether somebody active on these days came back in the window."""
        start = min(days)
        numbers = {(day - start).days for day in days}
        return any(self.first <= n and (self.last is None or n <= self.last) for n in numbers)

    def is_over(self, cohort: date, as_of: date) -> bool:
        """Whether the window has ended (begun, if it never ends) for the last who may be in the cohort."""
        return month_end(cohort) + timedelta(days=self.last or self.first) <= as_of


@cache
def windows(company: Company) -> tuple[Window, ...]:
    return tuple(
        Window(row["window_name"], row["kind"], int(row["first_day"]),
               int(row["last_day"]) if row["last_day"] else None)
        for row in reference_rows(company, "usage_retention_windows")
    )  # fmt: skip


def cohort(days: frozenset[date]) -> date:
    return min(days).replace(day=1)


def features(company: Company) -> Iterator[tuple[str, str, list[date]]]:
    """Account, event name and the days of each use, a day as often as it was used."""
    found: defaultdict[tuple[str, str], list[date]] = defaultdict(list)
    for day, row in company.events:
        found[row["account_id"], row["event_name"]].append(day)
    for (account_id, event_name), days in found.items():
        yield account_id, event_name, days


def last_28_days(company: Company, month: date) -> tuple[date, date]:
    last = company.settings.month_close(month)
    return last - timedelta(days=27), last


def change(now: float | None, before: float | None) -> tuple[float | None, float | None]:
    """Difference and relative change; unknown without either, the relative one also after 0."""
    if now is None or before is None:
        return None, None
    return now - before, (now - before) / abs(before) if before else None

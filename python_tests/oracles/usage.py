"""Who was active on which day, and in the 7 and 30 days ending on it, by counting sets."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from python_tests.oracles.intake import Intake, Row

DaySets = Mapping[date, frozenset[str]]
Cell = tuple[str, str]


def counted_events(intake: Intake) -> list[tuple[date, Row]]:
    """Accepted events that are not internal, with their local day."""
    return [
        (intake.settings.local_date(row["occurred_at"]), row)
        for row in intake.accepted["events"]
        if not row["is_internal"]
    ]


def usage_days(events: Iterable[tuple[date, Row]]) -> Counter[tuple[str, str | None, date]]:
    """Events per account, user (None when the events name none) and day."""
    return Counter((row["account_id"], row["user_id"], day) for day, row in events)


@dataclass(frozen=True)
class Activity:
    """Active ones on a day and in the windows ending with it; no one in 30 days: stickiness is null."""

    day: int
    week: int
    month: int
    days_30d: int

    @property
    def stickiness(self) -> float | None:
        return self.days_30d / (30 * self.month) if self.month else None


NOBODY = Activity(0, 0, 0, 0)


def activity(active: DaySets, day: date) -> Activity:
    last_30 = [active.get(day - timedelta(days=back), frozenset()) for back in range(30)]
    return Activity(
        day=len(last_30[0]),
        week=len(frozenset().union(*last_30[:7])),
        month=len(frozenset().union(*last_30)),
        days_30d=sum(len(found) for found in last_30),
    )


def active_daily(
    events: list[tuple[date, Row]],
    cells: Mapping[str, Iterable[Cell]],
    home: Mapping[str, str],
    as_of: date,
) -> dict[tuple[date, str, str], tuple[Activity, Activity]]:
    """(users, accounts) for every day from the first event to as_of, for every value that any account has.

    An account is active where it was done; a user belongs to the values of `home`, the account of the user.
    """
    users: defaultdict[Cell, defaultdict[date, set[str]]] = defaultdict(lambda: defaultdict(set))
    accounts: defaultdict[Cell, defaultdict[date, set[str]]] = defaultdict(lambda: defaultdict(set))
    for account_id, user_id, day in usage_days(events):
        for cell in cells[account_id]:
            accounts[cell][day].add(account_id)
        if user_id is not None:
            for cell in cells[home[user_id]]:
                users[cell][day].add(user_id)
    if not events:
        return {}
    everyone = {cell for account_cells in cells.values() for cell in account_cells}
    first = min(day for day, _ in events)
    days = [date.fromordinal(n) for n in range(first.toordinal(), as_of.toordinal() + 1)]
    found = {}
    for cell in everyone:
        user_sets = {day: frozenset(ids) for day, ids in users[cell].items()}
        account_sets = {day: frozenset(ids) for day, ids in accounts[cell].items()}
        # Any other day ends 30 days on which nothing was done.
        busy = {day + timedelta(days=after) for day in {*user_sets, *account_sets} for after in range(30)}
        for day in days:
            found[day, *cell] = (
                (activity(user_sets, day), activity(account_sets, day)) if day in busy else (NOBODY, NOBODY)
            )
    return found

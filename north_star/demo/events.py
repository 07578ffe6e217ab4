"""Product events, made week by week as numbers and written month by month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from north_star.demo import parameters as p
from north_star.demo.activity import Cells
from north_star.demo.company import Accounts, Users
from north_star.demo.parameters import DAY, Ints, Settings
from north_star.demo.text import TIME_FORM_WEIGHTS

EVENT_NAMES = (
    "login",
    "project_created",
    "task_created",
    "task_completed",
    "comment_added",
    "file_shared",
    "teammate_invited",
    "report_viewed",
    "automation_run",
    "advanced_filter_used",
)
LOGIN, PROJECT, CREATED, COMPLETED, COMMENT, FILE, INVITE, REPORT, AUTOMATION, FILTER = range(10)
TEAM_ACTIONS = (38, 4, 0, 0, 24, 12, 3, 5, 8, 6)
LIGHT_ACTIONS = (62, 2, 0, 0, 6, 4, 1, 18, 3, 4)
WEEKDAYS = (20, 21, 20, 19, 16, 2, 2)
NULL = -1
FIRST_STEPS = 2  # events of each account on its first day


@dataclass
class Batch:
    """Events as columns of numbers; -1 is null."""

    account: Ints
    user: Ints
    name: Ints
    occurred: Ints
    lag: Ints
    """Seconds from the event to its receipt."""
    form: Ints
    session: Ints
    target: Ints
    quantity: Ints
    """Hundredths."""
    internal: Ints
    """1 true, 0 false, -1 null."""

    def columns(self) -> dict[str, Ints]:
        """By name, for a data frame."""
        return vars(self)

    def select(self, rows: Ints) -> Batch:
        """Some of the rows."""
        return Batch(**{name: values[rows] for name, values in vars(self).items()})


def join(batches: list[Batch]) -> Batch:
    """Batches one after another."""
    return Batch(
        **{name: np.concatenate([vars(batch)[name] for batch in batches]) for name in vars(batches[0])}
    )


class EventMaker:
    """Makes the events of one week after another."""

    def __init__(self, settings: Settings, accounts: Accounts, users: Users, cells: Cells) -> None:
        self.rng = settings.generator(7)
        self.accounts, self.users, self.cells = accounts, users, cells
        self.next_task = 1
        self.next_week = 0
        self.user_count = int(users.count.sum())

    def months(self) -> Iterator[tuple[str, Batch]]:
        """Each month ('2023-01') with its events in order of time."""
        waiting: list[Batch] = []
        months = [str(month) for month in np.arange("2023-01", "2026-01", dtype="datetime64[M]")]
        for month in months:
            end = int((np.datetime64(month, "M") + 1).astype("datetime64[s]").astype(np.int64))
            # The weeks not made yet that begin in this month.
            upto = min(p.WEEKS, -(-(end // DAY - p.FIRST_MONDAY) // 7))
            waiting.extend(self.week(week) for week in range(self.next_week, upto))
            self.next_week = upto
            batch = join(waiting)
            now = np.flatnonzero(batch.occurred < end)
            waiting = [batch.select(np.flatnonzero(batch.occurred >= end))]
            yield (
                month,
                batch.select(now[np.lexsort((batch.user[now], batch.account[now], batch.occurred[now]))]),
            )

    def week(self, week: int) -> Batch:
        """All events of a week."""
        batch = join([self.regular(week), self.first_steps(week)])
        # Staff who look into a customer's workspace: flagged, and no user of the customer.
        staff = (batch.name == LOGIN) & (self.rng.random(len(batch.name)) < 0.012)
        batch.internal[staff] = 1
        batch.user[staff] = NULL
        return batch

    def first_steps(self, week: int) -> Batch:
        """On the day of sign-up the first user logs in and opens a project."""
        new = np.flatnonzero(self.accounts.week == week)
        who = np.repeat(new, FIRST_STEPS)
        size = len(who)
        name = np.where(np.arange(size) % FIRST_STEPS == 0, LOGIN, PROJECT)
        occurred = self.accounts.created[who] + np.where(name == LOGIN, 0, self.rng.integers(60, 3000, size))
        return self.batch(who, self.users.first[who], name, occurred, np.zeros(size, dtype=np.int64))

    def regular(self, week: int) -> Batch:
        """Weeks of teamwork and weeks with a few actions."""
        rng, cells = self.rng, self.cells.of_week(week)
        each = cells.created + cells.completed + cells.other
        cell = np.repeat(np.arange(len(each)), each)
        size = len(cell)
        place = np.arange(size) - np.repeat(np.cumsum(each) - each, each)
        created, completed = cells.created[cell], cells.completed[cell]
        is_team = cells.is_team[cell]
        other = np.where(is_team, p.pick(rng, TEAM_ACTIONS, size), p.pick(rng, LIGHT_ACTIONS, size))
        name = np.where(place < created, CREATED, np.where(place < created + completed, COMPLETED, other))
        who = cells.account[cell]
        # Two users share the work; in a bigger team others join in. Few users do much. In other weeks people
        # come one by one: several of them are no team.
        available = np.minimum(self.users.available(week), self.users.count)[cells.account]
        one = (available * rng.random(len(each)) * rng.random(len(each))).astype(np.int64)
        two = (one + 1 + rng.integers(0, np.maximum(available - 1, 1))) % available
        any_user = (available[cell] * rng.random(size) * rng.random(size)).astype(np.int64)
        shared = np.where(place % 2 == 0, one[cell], two[cell])
        guest = (place >= 4) & (rng.random(size) < 0.30)
        alone = np.where(place % 2 == 0, one[cell], any_user)
        user = np.where(is_team, np.where(guest, any_user, shared), alone)
        # Three days on which the team works; tasks are created before they are completed.
        days = np.sort(p.pick(rng, WEEKDAYS, 3 * len(each)).reshape(3, -1), axis=0)
        if week == p.WEEKS - 1:
            days = np.sort(rng.integers(0, 3, days.shape), axis=0)
        which = rng.integers(0, 2, size) + (name == COMPLETED)
        which = np.where((name == CREATED) | (name == COMPLETED), which, rng.integers(0, 3, size))
        hours = np.where(
            name == CREATED, rng.integers(7 * 3600, 12 * 3600, size), rng.integers(12 * 3600, 20 * 3600, size)
        )
        day = days[which, cell]
        form = p.pick(rng, TIME_FORM_WEIGHTS, size)
        late = (name != CREATED) & (name != COMPLETED) & (rng.random(size) < 0.006) & (week < p.WEEKS - 1)
        # Late on Sunday: written with an offset it reads as Monday, but it belongs to this week.
        day, form = np.where(late, 6, day), np.where(late, 1, form)
        hours = np.where(late, rng.integers(22 * 3600, 24 * 3600, size), hours)
        occurred = (p.FIRST_MONDAY + 7 * week + day) * DAY + hours
        batch = self.batch(who, self.users.first[who] + user, name, occurred, form)
        task = np.where(name == CREATED, place, (place - created) % np.maximum(created, 1))
        base = self.next_task + np.cumsum(np.maximum(cells.created, 1)) - np.maximum(cells.created, 1)
        batch.target = np.where((name == CREATED) | (name == COMPLETED), base[cell] + task, batch.target)
        self.next_task += int(np.maximum(cells.created, 1).sum())
        return batch

    def batch(self, account: Ints, user: Ints, name: Ints, occurred: Ints, form: Ints) -> Batch:
        """The columns that follow from the others."""
        rng, size = self.rng, len(account)
        draw = rng.integers(0, 1000, size)
        lag = rng.integers(1, 40, size)
        lag = np.where(draw < 60, rng.integers(600, 5 * 3600, size), lag)
        lag = np.where(draw < 4, rng.integers(DAY, 4 * DAY, size), lag)
        lag = np.where(draw >= 990, NULL, lag)
        day = occurred // DAY
        session = ((day - p.FIRST_MONDAY + 1) * self.user_count + user) * 2 + (occurred % DAY >= 13 * 3600)
        session = np.where(rng.integers(0, 100, size) < 6, NULL, session)
        people = rng.integers(5, 400, size) * 100
        quantity = np.where(
            name == FILE, rng.integers(5, 9000, size), np.where(name == AUTOMATION, people, NULL)
        )
        target = np.where(name == FILE, rng.integers(1, 10_000_000, size), NULL)
        user = np.where((name == AUTOMATION) & (rng.integers(0, 100, size) < 25), NULL, user)
        internal = np.where(rng.integers(0, 100, size) < 12, 0, NULL)
        return Batch(account, user, name, occurred, lag, form, session, target, quantity, internal)

"""How active each account is each week: teamwork, a few actions, or silence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from north_star.demo import parameters as p
from north_star.demo.company import Accounts
from north_star.demo.parameters import Bools, Codes, Ints, Settings

CORE_MINIMUM = 3  # tasks created, and tasks completed, in a week of teamwork
FREE_PERCENT = 40  # how often accounts on the free plan (or on a pause) do what customers do


@dataclass(frozen=True)
class Cells:
    """Account-weeks with events; three counts each."""

    week: Ints
    account: Ints
    created: Ints
    completed: Ints
    other: Ints
    is_team: Bools

    def total(self) -> int:
        """Events of all cells."""
        return int((self.created + self.completed + self.other).sum())

    def of_week(self, week: int) -> Cells:
        """The cells of one week (cells are in order of week)."""
        low, high = np.searchsorted(self.week, (week, week + 1))
        part = slice(int(low), int(high))
        return Cells(
            self.week[part],
            self.account[part],
            self.created[part],
            self.completed[part],
            self.other[part],
            self.is_team[part],
        )


def draw_cells(
    settings: Settings, accounts: Accounts, teamwork: Bools, using: Codes, scale: float, volume: int
) -> Cells:
    """One draw of all weeks; `scale` thins the busy weeks, `volume` multiplies what happens in one."""
    rng = settings.generator(5)
    parts: list[tuple[Ints, Ints, Bools]] = []
    for week in range(p.WEEKS):
        active = (using[week] > 0) & (accounts.week < week)
        season = p.season_percent(week) / 100
        rate = scale * np.where(using[week] == 1, FREE_PERCENT / 100, 1.0)
        cut = 0.6 if week == p.WEEKS - 1 else 1.0
        team = np.minimum(p.by_state(teamwork[week], p.TEAM_WEEK) * rate * season * cut, 0.97)
        light = np.minimum(p.by_state(teamwork[week], p.LIGHT_WEEK) * rate * (1 + season) / 2, 1 - team)
        draw = rng.random(len(active))
        who = np.flatnonzero(active & (draw < team + light))
        parts.append((np.full(len(who), week), who, draw[who] < team[who]))
    weeks, account, is_team = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    size = len(weeks)
    created = np.where(
        is_team, CORE_MINIMUM * volume + p.pick(rng, (52, 28, 13, 7), size), p.pick(rng, (70, 24, 6), size)
    )
    completed = np.where(
        is_team, CORE_MINIMUM * volume + p.pick(rng, (60, 25, 10, 5), size), p.pick(rng, (76, 20, 4), size)
    )
    other = np.where(
        is_team,
        p.pick(rng, (18, 30, 26, 16, 10), size) * volume,
        1 + p.pick(rng, (56, 30, 14), size) * volume,
    )
    return Cells(weeks, account, created, completed, other, is_team.astype(np.bool_))


def plan_cells(settings: Settings, accounts: Accounts, teamwork: Bools, using: Codes, wanted: int) -> Cells:
    """Cells whose events add up to exactly the wanted number."""
    trial = draw_cells(settings, accounts, teamwork, using, 1.0, 1).total()
    volume = max(1, round(wanted / trial))
    scale = min(wanted / draw_cells(settings, accounts, teamwork, using, 1.0, volume).total(), 1.25)
    cells = draw_cells(settings, accounts, teamwork, using, scale, volume)
    missing = wanted - cells.total()
    rng = settings.generator(6)
    other = cells.other.copy()
    while missing != 0:
        # A few more or less of the actions that qualify nobody.
        able = np.arange(len(other)) if missing > 0 else np.flatnonzero(other > 0)
        chosen = rng.permutation(able)[: abs(missing)]
        if not len(chosen):
            break
        step = 1 if missing > 0 else -1
        other[chosen] += step
        missing -= step * len(chosen)
    return Cells(cells.week, cells.account, cells.created, cells.completed, other, cells.is_team)

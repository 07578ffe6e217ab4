"""The state of all subscriptions at one moment, and the single steps that change it and are written down."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from north_star.demo import ledger as book
from north_star.demo import parameters as p
from north_star.demo.company import Accounts
from north_star.demo.ledger import OPEN, Ledger, add_months
from north_star.demo.parameters import DAY, Bools, Ints, Settings

NONE, TRIAL, FREE, PAID, LATE, PAUSED, GONE = range(7)


class Subscriptions:
    """State of every account's main subscription, and the steps of which all changes are made."""

    def __init__(self, settings: Settings, accounts: Accounts, teamwork: Bools) -> None:
        self.rng = settings.generator(4)
        self.accounts = accounts
        self.teamwork = teamwork
        self.ledger = Ledger()
        size = len(accounts.ids)
        rng = self.rng
        # How an account comes: 0 trial, 1 free plan, 2 sales contract, 3 signs up and does no more.
        ways = ((66, 22, 6, 6), (80, 6, 10, 4), (48, 0, 50, 2))
        self.way = np.choose(accounts.segment, [p.pick(rng, way, size) for way in ways])
        plans = ((0, 58, 36, 6), (0, 8, 60, 32), (0, 0, 22, 78))
        self.paid_plan = np.choose(accounts.segment, [p.pick(rng, plan, size) for plan in plans])
        low, span = np.asarray((4, 18, 70))[accounts.segment], np.asarray((11, 34, 120))[accounts.segment]
        self.seats = low + rng.integers(0, span)
        intervals = ((78, 5, 17), (56, 14, 30), (16, 14, 70))
        self.interval = np.choose(accounts.segment, [p.pick(rng, interval, size) for interval in intervals])
        self.discount = np.where(rng.random(size) < 0.12, p.pick(rng, (0, 3, 2, 1), size) * 5 + 5, 0)
        self.plan = np.zeros(size, dtype=np.int64)
        self.state = np.full(size, NONE)
        self.subscription = np.ones(size, dtype=np.int64)
        self.item = np.ones(size, dtype=np.int64)
        self.start = np.full(size, OPEN)
        self.since = np.full(size, OPEN)  # the latest change of status
        self.anchor = np.zeros(size, dtype=np.int64)
        self.due = np.full(size, np.iinfo(np.int64).max)  # day of trial end, renewal, or the end of a lapse
        self.failed = np.zeros(size, dtype=np.int64)  # day on which a payment failed
        self.final = np.zeros(size, dtype=np.bool_)  # whether that payment will never come
        self.left_week = np.full(size, -1)
        self.churns: list[tuple[int, Ints]] = []
        self.busy = np.zeros(size, dtype=np.bool_)

    def engaged(self, week: int, accounts: Ints, lead: Ints) -> Bools:
        """Teamwork of some accounts so many weeks before, or at their sign-up."""
        state: Bools = self.teamwork[
            np.maximum(week - lead[accounts], self.accounts.week[accounts]), accounts
        ]
        return state

    def turned(self, week: int, accounts: Ints, lead: Ints) -> Bools:
        """Whether that was different some weeks earlier."""
        earlier = lead + p.FRESH_WEEKS
        turned: Bools = self.engaged(week, accounts, lead) != self.engaged(week, accounts, earlier)
        return turned

    def chance(self, accounts: Ints, chances: npt.NDArray[np.float64]) -> Ints:
        """Those of the accounts that a chance hits, none twice in a week."""
        hit = accounts[(self.rng.random(len(accounts)) < chances) & ~self.busy[accounts]]
        self.busy[hit] = True
        return hit

    def moment(self, week: int, size: int) -> Ints:
        """Some time in the working week."""
        days = self.rng.integers(0, 3 if week == p.WEEKS - 1 else 6, size)
        return (p.FIRST_MONDAY + 7 * week + days) * DAY + self.rng.integers(7 * 3600, 19 * 3600, size)

    def open_item(self, who: Ints, start: Ints, new_item: bool = False) -> None:
        """From now on the current plan and seats are billed."""
        self.item[who] += int(new_item)
        self.start[who] = start

    def close_item(self, who: Ints, end: Ints) -> None:
        """Write the running item down with its end; the next one may start at that instant."""
        keep = self.start[who] != end  # changed in the very instant in which it began: it never was
        who, end = who[keep], end[keep]
        self.ledger.add_items(
            who,
            self.subscription[who],
            self.item[who],
            self.plan[who],
            self.seats[who],
            self.interval[who],
            np.where(self.plan[who] == 0, 0, self.discount[who]),
            self.accounts.currency[who],
            self.start[who],
            end,
            (self.state[who] == TRIAL).astype(np.int64),
        )

    def start_paying(self, who: Ints, at: Ints, new_item: bool) -> None:
        """A paid plan begins; renewals follow its day of the month."""
        self.plan[who] = self.paid_plan[who]
        self.open_item(who, at, new_item)
        self.state[who], self.since[who] = PAID, at
        day = at // DAY
        month = day.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
        self.anchor[who] = day - month + 1
        self.due[who] = add_months(day, self.anchor[who], np.asarray(p.INTERVAL_MONTHS)[self.interval[who]])
        self.ledger.add_statuses(who, self.subscription[who], book.ACTIVE, at)

    def leave(self, who: Ints, at: Ints, week: int) -> None:
        """A cancellation that was requested days or weeks ago takes effect."""
        asked = np.maximum(
            at - self.rng.integers(2 * DAY, 21 * DAY, len(who)), np.maximum(self.start, self.since)[who] + 600
        )
        reason = 1 + p.pick(self.rng, (26, 20, 22, 14, 18), len(who))
        self.ledger.add_statuses(who, self.subscription[who], book.ACTIVE, asked, asked, reason)
        self.ledger.add_statuses(who, self.subscription[who], book.CANCELED, at, asked, reason)
        self.end(who, at, week)

    def end(self, who: Ints, at: Ints, week: int) -> None:
        """The subscription is over."""
        self.close_item(who, at)
        self.state[who], self.left_week[who] = GONE, week
        self.due[who] = np.iinfo(np.int64).max
        self.churns.append((week, who))

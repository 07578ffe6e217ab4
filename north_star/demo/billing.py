"""Subscriptions, simulated week by week for all accounts at once; what a team did weeks ago decides."""

from __future__ import annotations

import numpy as np

from north_star.demo import ledger as book
from north_star.demo import parameters as p
from north_star.demo.ledger import OPEN, History, add_months
from north_star.demo.parameters import DAY, Codes, Ints
from north_star.demo.subscriptions import FREE, GONE, LATE, NONE, PAID, PAUSED, TRIAL, Subscriptions

USING = np.asarray((0, 2, 1, 3, 3, 1, 0))  # by state, as in History.using


class Billing(Subscriptions):
    """Each method plays one kind of change in one week."""

    def sign_ups(self, week: int) -> None:
        """Accounts of this week start a trial, a free plan or a contract."""
        new = np.flatnonzero(self.accounts.week == week)
        at = self.accounts.created
        trial, free, sold = (new[self.way[new] == way] for way in (0, 1, 2))
        self.plan[trial] = self.paid_plan[trial]
        self.state[trial], self.state[free] = TRIAL, FREE
        self.due[trial] = at[trial] // DAY + p.TRIAL_DAYS
        for who in (trial, free):
            self.open_item(who, at[who] + 60)
        self.ledger.add_statuses(trial, self.subscription[trial], book.TRIALING, at[trial] + 60)
        self.ledger.add_statuses(free, self.subscription[free], book.ACTIVE, at[free] + 60)
        self.start_paying(sold, at[sold] + 60, new_item=False)
        self.busy[new] = True

    def trials_end(self, due: Ints, week: int) -> None:
        """Half or more become customers; the others' subscription ends."""
        ends = self.start[due] + p.TRIAL_DAYS * DAY
        engaged = self.teamwork[week, due]
        pays = self.rng.random(len(due)) < p.by_state(engaged, p.TRIAL_CONVERTS)
        self.close_item(due, ends)
        self.start_paying(due[pays], ends[pays], new_item=False)
        lost = due[~pays]
        self.ledger.add_statuses(lost, self.subscription[lost], book.CANCELED, ends[~pays])
        self.state[lost] = NONE
        self.busy[due] = True

    def renewals(self, due: Ints, week: int) -> None:
        """Leave, fail to pay, downgrade, or go on."""
        engaged = self.engaged(week, due, self.accounts.churn_lead)
        rates = np.where(
            engaged,
            np.asarray(p.CHURN_AT_RENEWAL[True])[self.interval[due]],
            np.asarray(p.CHURN_AT_RENEWAL[False])[self.interval[due]],
        )
        rates = rates * np.asarray(p.CHURN_BY_SEGMENT)[self.accounts.segment[due]]
        fresh = ~engaged & self.turned(week, due, self.accounts.churn_lead)
        rates = np.minimum(np.where(fresh, rates * p.FRESH_LOSS, rates), 0.9)
        if 83 <= week < 94:
            rates = np.minimum(rates * 2.2, 0.9)  # the outage is fresh in mind
        draw = self.rng.random(len(due))
        leaves = draw < rates
        fails = ~leaves & (self.interval[due] < 2) & (self.rng.random(len(due)) < p.PAYMENT_FAILS)
        shrinks = self.rng.random(len(due)) < p.by_state(engaged, p.DOWNGRADE_AT_RENEWAL)
        shrinks &= ~leaves & ~fails & (self.plan[due] > 1)
        at = self.due[due] * DAY + self.start[due] % DAY
        self.leave(due[leaves], at[leaves], week)
        late = due[fails]
        self.ledger.add_statuses(late, self.subscription[late], book.PAST_DUE, at[fails])
        self.state[late], self.failed[late] = LATE, self.due[late]
        self.since[late] = at[fails]
        odds = p.by_state(engaged[fails], p.FAILURE_IS_FINAL)
        self.final[late] = self.rng.random(len(late)) < odds
        lasts = np.where(
            self.final[late], self.rng.integers(42, 60, len(late)), self.rng.integers(2, 26, len(late))
        )
        smaller = due[shrinks]
        self.close_item(smaller, at[shrinks])
        self.plan[smaller] -= 1
        self.paid_plan[smaller] = self.plan[smaller]
        self.open_item(smaller, at[shrinks], new_item=True)
        stay = due[~leaves]
        months = np.asarray(p.INTERVAL_MONTHS)[self.interval[stay]]
        self.due[stay] = add_months(self.due[stay], self.anchor[stay], months)
        self.due[late] = self.failed[late] + lasts
        self.busy[due[leaves | fails | shrinks]] = True

    def lapses_end(self, due: Ints, week: int) -> None:
        """Late payers pay, or their subscription is ended; paused ones come back."""
        at = self.due[due] * DAY + self.rng.integers(7 * 3600, 19 * 3600, len(due))
        lost = (self.state[due] == LATE) & self.final[due]
        gone, back = due[lost], due[~lost]
        unpaid = (self.failed[gone] + self.rng.integers(20, 40, len(gone))) * DAY + 9 * 3600
        self.ledger.add_statuses(gone, self.subscription[gone], book.UNPAID, unpaid)
        reason = book.PAYMENT_FAILED
        self.ledger.add_statuses(gone, self.subscription[gone], book.CANCELED, at[lost], OPEN, reason)
        self.end(gone, at[lost], week)
        self.ledger.add_statuses(back, self.subscription[back], book.ACTIVE, at[~lost])
        self.state[back], self.since[back] = PAID, at[~lost]
        next_due = self.due[back]
        months = np.asarray(p.INTERVAL_MONTHS)[self.interval[back]]
        self.due[back] = add_months(next_due, self.anchor[back], np.maximum(months, 1))
        self.busy[due] = True

    def changes(self, week: int) -> None:
        """Seats and plans in mid-period, pauses, free accounts that pay, customers that return."""
        paid = np.flatnonzero(self.state == PAID)
        before = self.engaged(week, paid, self.accounts.expansion_lead)
        # One draw for each kind; an account has at most one change a week.
        fresh = before & self.turned(week, paid, self.accounts.expansion_lead)
        growth = np.where(fresh, p.FRESH_GAIN, 1.0)
        more = self.chance(paid, p.by_state(before, p.EXPANSION) * growth)
        up = self.chance(paid, p.by_state(before, p.UPGRADE) * growth)
        less, pause = (self.chance(paid, p.by_state(before, kind)) for kind in (p.CONTRACTION, p.PAUSE))
        up = up[self.plan[up] < 3]
        pause = pause[self.interval[pause] == 0]
        for who, low, high in ((more, 110, 140), (less, 65, 90), (up, 100, 101)):
            at = np.maximum(self.moment(week, len(who)), self.start[who] + 3600)
            self.close_item(who, at)
            seats = self.seats[who] * self.rng.integers(low, high, len(who)) // 100
            grows = np.maximum(seats, self.seats[who] + 1) if low >= 110 else seats
            self.seats[who] = np.maximum(grows, 2)
            if who is up:
                self.plan[who] += 1
                self.paid_plan[who] = self.plan[who]
            self.open_item(who, at, new_item=who is up)
        at = self.moment(week, len(pause))
        self.ledger.add_statuses(pause, self.subscription[pause], book.PAUSED, at)
        self.state[pause], self.since[pause] = PAUSED, at
        self.due[pause] = at // DAY + self.rng.integers(28, 92, len(pause))
        free = np.flatnonzero(self.state == FREE)
        pays = self.chance(
            free, p.by_state(self.engaged(week, free, self.accounts.expansion_lead), p.FREE_TO_PAID)
        )
        at = np.maximum(self.moment(week, len(pays)), self.start[pays] + 3600)
        self.close_item(pays, at)
        self.start_paying(pays, at, new_item=True)
        gone = np.flatnonzero((self.state == GONE) & (self.left_week < week - 8))
        returns = self.chance(gone, p.RETURN_WEEKLY * self.teamwork[week, gone])
        self.subscription[returns] += 1
        self.item[returns] = 0
        self.start_paying(returns, self.moment(week, len(returns)), new_item=True)

    def run(self) -> History:
        """Play all weeks and write the tables."""
        size = len(self.accounts.ids)
        using: Codes = np.zeros((p.WEEKS, size), dtype=np.int8)
        for week in range(p.WEEKS):
            self.busy[:] = False
            self.sign_ups(week)
            last = min(p.FIRST_MONDAY + 7 * week + 6, p.AS_OF_DAY)
            due = np.flatnonzero((self.due <= last) & ~self.busy)
            state = self.state[due]
            self.trials_end(due[state == TRIAL], week)
            self.lapses_end(due[(state == LATE) | (state == PAUSED)], week)
            self.renewals(due[state == PAID], week)
            self.changes(week)
            using[week] = USING[self.state]
        paying = int(np.count_nonzero((self.state == PAID) | (self.state == LATE)))
        self.finish()
        leaving = np.zeros((p.WEEKS, size), dtype=np.bool_)
        for week, who in self.churns:
            for lead in range(2, 7):
                leaving[max(week - lead, 0), who] = True
        last_week = np.where(using.any(axis=0), p.WEEKS - 1 - (using[::-1] > 0).argmax(axis=0), -1)
        churned = sum(len(who) for _, who in self.churns)
        items = self.ledger.item_rows(self.rng, self.accounts.ids)
        statuses = self.ledger.status_rows(self.rng, self.accounts.ids)
        return History(using, leaving, last_week, items, statuses, churned, paying)

    def finish(self) -> None:
        """Items that run on after the last day: most have no end, a few know theirs already."""
        trial = np.flatnonzero(self.state == TRIAL)
        self.close_item(trial, self.start[trial] + p.TRIAL_DAYS * DAY)
        runs = np.flatnonzero((self.state != TRIAL) & (self.state != NONE) & (self.state != GONE))
        told = (self.state[runs] == PAID) & ~self.teamwork[-1, runs] & (self.rng.random(len(runs)) < 0.12)
        leaving = runs[told]
        ends = self.due[leaving] * DAY + self.start[leaving] % DAY
        asked = self.moment(p.WEEKS - 1, len(leaving)) - self.rng.integers(0, 14 * DAY, len(leaving))
        asked = np.maximum(asked, np.maximum(self.start, self.since)[leaving] + 600)
        reason = 1 + p.pick(self.rng, (26, 20, 22, 14, 18), len(leaving))
        self.ledger.add_statuses(leaving, self.subscription[leaving], book.ACTIVE, asked, asked, reason)
        self.close_item(leaving, ends)
        self.close_item(runs[~told], np.full(int(np.count_nonzero(~told)), OPEN))
        self.second_subscriptions()

    def second_subscriptions(self) -> None:
        """One account in twenty buys a second workspace for a department, as a subscription of its own."""
        table = np.hstack(self.ledger.items)
        main = table[:, (table[1] == 1) & (table[3] > 0) & (table[10] == 0)]
        long = main[:, (main[9] == OPEN) & (main[8] < (p.AS_OF_DAY - 120) * DAY)]
        chosen = long[:, self.rng.random(long.shape[1]) < 0.10]
        size = chosen.shape[1]
        start = chosen[8] + self.rng.integers(20 * DAY, 110 * DAY, size)
        zero, one = np.zeros(size, dtype=np.int64), np.ones(size, dtype=np.int64)
        seats = np.maximum(chosen[4] // 3, 2)
        self.ledger.add_items(
            chosen[0], one * 9, one, chosen[3], seats, zero, zero, chosen[7], start, np.full(size, OPEN), zero
        )
        self.ledger.add_statuses(chosen[0], one * 9, book.ACTIVE, start)

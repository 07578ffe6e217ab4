"""What customers say: survey answers that follow teamwork, and tickets that rise before some leave."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from north_star.demo import parameters as p
from north_star.demo import text
from north_star.demo.company import Accounts, Users
from north_star.demo.ledger import History
from north_star.demo.parameters import DAY, Bools, Ints, Settings

# Weights of the scores (NPS from 0, the others from 1), in bad and in good times.
NPS_WEIGHTS = ((3, 2, 3, 5, 6, 11, 14, 18, 16, 12, 10), (1, 0, 1, 1, 1, 3, 5, 10, 17, 31, 36))
CES_WEIGHTS = ((6, 9, 14, 19, 22, 18, 12), (1, 2, 4, 8, 21, 34, 30))
CSAT_WEIGHTS = ((12, 15, 22, 28, 23), (3, 4, 10, 34, 49))
CES_SUBJECTS = ("onboarding", "task_setup", "reporting", "automation")
CATEGORIES = ("how_to", "bug", "billing", "feature_request", "performance")
PRIORITIES = ("low", "normal", "high", "urgent", "")
TICKETS_WEEKLY = {True: 0.024, False: 0.034}
TICKETS_IN_OUTAGE = 0.045
TICKETS_BEFORE_LEAVING = 0.30  # of the half of the leavers who complain
BAD_QUARTER = range(81, 92)


class Voice:
    """Answers and tickets of one company."""

    def __init__(
        self, settings: Settings, accounts: Accounts, users: Users, teamwork: Bools, history: History
    ) -> None:
        self.rng = settings.generator(10)
        self.accounts, self.users, self.teamwork, self.history = accounts, users, teamwork, history
        self.vocal = self.rng.random(len(accounts.ids)) < 0.5
        self.user_ids = [row[0] for row in users.rows]

    def mood(self, week: int, who: Ints) -> npt.NDArray[np.float64]:
        """Share of good times of an account: how many of the last six weeks had teamwork."""
        recent = self.teamwork[max(week - 5, 0) : week + 1][:, who]
        mood: npt.NDArray[np.float64] = np.count_nonzero(recent, axis=0) / len(recent)
        return mood * 0.72 if week in BAD_QUARTER else mood

    def scores(self, week: int, who: Ints, weights: tuple[tuple[int, ...], ...], low: int) -> Ints:
        """Scores drawn from the good or the bad weights by mood."""
        good = self.rng.random(len(who)) < self.mood(week, who)
        bad_score, good_score = (p.pick(self.rng, weight, len(who)) for weight in weights)
        return low + np.where(good, good_score, bad_score)

    def some_user(self, week: int, who: Ints) -> Ints:
        """Any user who has joined by then."""
        place = self.rng.random(len(who)) * self.users.available(week)[who]
        return self.users.first[who] + place.astype(np.int64)

    def surveys(self, tickets: list[text.Row]) -> list[text.Row]:
        """NPS and CES every week from customers, CSAT after some tickets; in order of time."""
        parts: list[tuple[str, Ints, Ints, Ints, list[str], Ints]] = []
        rng = self.rng
        for week in range(3, p.WEEKS):
            customers = np.flatnonzero(self.history.using[week] == 3)
            size = np.asarray((0.065, 0.095, 0.17))[self.accounts.segment[customers]]
            for survey, rate in (("nps", size), ("nps", size * 0.5), ("ces", size * 0.5)):
                who = customers[rng.random(len(customers)) < rate]
                weights, low = (NPS_WEIGHTS, 0) if survey == "nps" else (CES_WEIGHTS, 1)
                score = self.scores(week, who, weights, low)
                user = self.some_user(week, who)
                parts.append(
                    (survey, who, user, self.moments(week, len(who)), self.subjects(survey, len(who)), score)
                )
                if survey == "nps" and week < p.WEEKS - 3:
                    # Some answer again days later, and think better of it: the later answer counts.
                    again = np.flatnonzero(rng.random(len(who)) < 0.03)
                    later = parts[-1][3][again] + rng.integers(DAY, 9 * DAY, len(again))
                    higher = np.minimum(score[again] + 1, 10)
                    parts.append((survey, who[again], user[again], later, [""] * len(again), higher))
        drafts = [
            (at, survey, account, user, subject, score)
            for survey, who, users, moments, subjects, scores in parts
            for account, user, at, subject, score in zip(
                who.tolist(), users.tolist(), moments.tolist(), subjects, scores.tolist(), strict=True
            )
        ]
        rows = self.answer_rows(drafts) + self.ticket_answers(tickets)
        rows.sort(key=lambda row: row[0])
        width = len(str(len(rows)))
        return [(f"r{number:0{width}d}", *row[1:]) for number, row in enumerate(rows, 1)]

    def answer_rows(self, drafts: list[tuple[int, str, int, int, str, int]]) -> list[text.Row]:
        """Rows whose first value is still the time; a few do not say who answers."""
        at = np.asarray([draft[0] for draft in drafts], dtype=np.int64)
        written = text.timestamps(at, text.time_forms(self.rng, len(at)))
        hidden = self.rng.integers(0, 100, len(at)).tolist()
        return [
            (
                f"{moment:012d}",
                ("NPS" if survey == "nps" else f" {survey}") if hide == 9 else survey,
                "" if hide == 0 else self.accounts.ids[account],
                "" if hide < 4 else self.user_ids[user],
                subject,
                str(score),
                shown,
            )
            for (moment, survey, account, user, subject, score), shown, hide in zip(
                drafts, written, hidden, strict=True
            )
        ]

    def ticket_answers(self, tickets: list[text.Row]) -> list[text.Row]:
        """CSAT for a third of the resolved tickets, some hours after the solution."""
        solved = [row for row in tickets if row[5]]
        chosen = [
            row
            for row, draw in zip(solved, self.rng.random(len(solved)).tolist(), strict=True)
            if draw < 0.33
        ]
        solved_at = np.asarray([row[5].rstrip("Z") for row in chosen], dtype="datetime64[s]").astype(np.int64)
        at = solved_at + self.rng.integers(600, 6 * 3600, len(chosen))
        slow = np.asarray([row[8] in ("high", "urgent") for row in chosen], dtype=np.bool_)
        bad, good = (1 + p.pick(self.rng, weight, len(chosen)) for weight in CSAT_WEIGHTS)
        score = np.where(self.rng.random(len(chosen)) < np.where(slow, 0.45, 0.75), good, bad)
        written = text.timestamps(at, np.zeros(len(at), dtype=np.int64))
        return [
            (f"{moment:012d}", "csat", row[1], row[2], "support", str(points), shown)
            for row, moment, points, shown in zip(chosen, at.tolist(), score.tolist(), written, strict=True)
            if moment < (p.AS_OF_DAY + 1) * DAY
        ]

    def subjects(self, survey: str, size: int) -> list[str]:
        """What an effort score is about."""
        return text.names(self.rng.integers(0, 4, size), CES_SUBJECTS) if survey == "ces" else [""] * size

    def moments(self, week: int, size: int) -> Ints:
        """Some time in the week."""
        days = self.rng.integers(0, 3 if week == p.WEEKS - 1 else 7, size)
        return (p.FIRST_MONDAY + 7 * week + days) * DAY + self.rng.integers(6 * 3600, 22 * 3600, size)

    def tickets(self) -> list[text.Row]:
        """Support tickets in order of time."""
        rng = self.rng
        parts: list[tuple[Ints, Ints, Ints, Ints]] = []
        for week in range(1, p.WEEKS):
            active = np.flatnonzero(self.history.using[week] > 0)
            rate = p.by_state(self.teamwork[week, active], TICKETS_WEEKLY)
            rate = rate + (TICKETS_IN_OUTAGE if week in p.OUTAGE_WEEKS else 0)
            alarmed = self.history.leaving[week, active] & self.vocal[active]
            rate = rate + TICKETS_BEFORE_LEAVING * alarmed
            hit = rng.random(len(active)) < rate
            who = active[hit]
            parts.append(
                (self.moments(week, len(who)), who, self.some_user(week, who), alarmed[hit].astype(np.int64))
            )
        at, who, user, alarmed = (np.concatenate([part[index] for part in parts]) for index in range(4))
        order = np.lexsort((who, at))
        at, who, user, alarmed = at[order], who[order], user[order], alarmed[order].astype(np.bool_)
        size = len(at)
        category = np.where(
            alarmed, p.pick(rng, (10, 45, 10, 20, 15), size), p.pick(rng, (40, 25, 15, 14, 6), size)
        )
        priority = np.where(
            alarmed, p.pick(rng, (5, 30, 40, 25, 0), size), p.pick(rng, (25, 50, 15, 5, 5), size)
        )
        replied = at + rng.integers(300, 4 * 3600, size) * rng.integers(1, 7, size)
        solved = replied + rng.integers(600, 30 * 3600, size) * rng.integers(1, 5, size)
        end = (p.AS_OF_DAY + 1) * DAY
        replied = np.where((replied >= end) | (rng.integers(0, 100, size) < 2), -1, replied)
        solved = np.where((solved >= end) | (replied < 0) | (rng.integers(0, 100, size) < 5), -1, solved)
        product = np.isin(category, (1, 3, 4))
        plain = np.zeros(size, dtype=np.int64)
        width = len(str(size))
        unnamed = rng.integers(0, 100, size).tolist()
        return text.rows(
            text.numbered("k", range(1, size + 1), width),
            [self.accounts.ids[index] for index in who.tolist()],
            [
                "" if hide < 3 else self.user_ids[index]
                for index, hide in zip(user.tolist(), unnamed, strict=True)
            ],
            text.timestamps(at, text.time_forms(rng, size)),
            text.timestamps(replied, plain),
            text.timestamps(solved, plain),
            text.names(category, CATEGORIES),
            [("false", "true")[int(value)] for value in product.tolist()],
            text.names(priority, PRIORITIES),
        )

"""The value funnel from its reference file: when each account reached each step."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from python_tests.oracles.intake import Intake, Row
from python_tests.oracles.revenue import Ledger
from python_tests.oracles.settings import month_end

FILE = "activation_steps.csv"
SHIPPED = Path(__file__).parent.parent.parent / "seeds" / "reference" / FILE
DAY = timedelta(days=1)
PAYMENTS = ("paying", "retained", "expanded")


@dataclass(frozen=True)
class Step:
    """A row of activation_steps.csv; `event_names` is None for any event."""

    name: str
    number: int
    label: str
    kind: str
    event_names: frozenset[str] | None
    threshold: int
    window_days: int


def read_steps(folder: Path) -> list[Step]:
    """A company without such a file has the project's."""
    path = folder / FILE if (folder / FILE).exists() else SHIPPED
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [{name: text.strip() for name, text in row.items()} for row in csv.DictReader(lines)]
    steps = []
    for row in rows:
        names = frozenset(name.strip() for name in row["event_names"].split("|"))
        steps.append(
            Step(
                row["step_name"],
                int(row["step_number"]),
                row["label"],
                row["kind"],
                None if "*" in names else names,
                int(row["threshold"] or 0),
                int(row["window_days"]),
            )
        )
    return sorted(steps, key=lambda step: step.number)


@dataclass(frozen=True)
class Evidence:
    """All that decides about steps, by account: days with the events done, weeks met, months that grew."""

    intake: Intake
    ledger: Ledger
    events: Mapping[str, Sequence[tuple[date, Row]]]
    north_star: Mapping[str, Sequence[date]]  # last days of complete periods
    expansions: Mapping[str, Sequence[date]]  # last days of complete months
    first_event: date | None
    first_north_star: date | None
    has_items: bool

    def created(self, account_id: str) -> date:
        return self.intake.settings.local_date(self.intake.accounts[account_id]["created_at"])

    def measured_from(self, step: Step) -> date | None:
        """First month whose sign-ups can be seen to reach the step."""
        if step.kind == "sign_up":
            return date.min
        if step.kind in PAYMENTS:
            return date.min if self.has_items else None
        first = self.first_event if step.kind == "events" else self.first_north_star
        return first and first.replace(day=1)

    def reached(self, account_id: str, step: Step) -> date | None:
        """The first day, not before the sign-up, on which the account had reached the step."""
        since, as_of = self.created(account_id), self.intake.settings.as_of
        match step.kind:
            case "sign_up":
                return since
            case "events":
                days = sorted(
                    day
                    for day, row in self.events.get(account_id, ())
                    if day >= since and (step.event_names is None or row["event_name"] in step.event_names)
                )
                return days[step.threshold - 1] if len(days) >= step.threshold else None
            case "north_star":
                return min((day for day in self.north_star.get(account_id, ()) if day >= since), default=None)
            case "expanded":
                return min((day for day in self.expansions.get(account_id, ()) if day >= since), default=None)
        spans = [span for span in self.ledger.intervals(account_id) if span.end is None or span.end > since]
        paying = min((max(span.start, since) for span in spans), default=None)
        if step.kind == "paying" or paying is None:
            return paying
        due = paying + step.threshold * DAY
        return due if due <= as_of and self.ledger.mrr(account_id, due) > 0 else None


@dataclass(frozen=True)
class Outcome:
    """One account at one step."""

    account_id: str
    step: Step
    created: date
    reached: date | None
    is_measured: bool
    as_of: date

    @property
    def month(self) -> date:
        return self.created.replace(day=1)

    @property
    def days(self) -> int | None:
        return None if self.reached is None else (self.reached - self.created).days

    @property
    def is_window_over(self) -> bool:
        return self.created + self.step.window_days * DAY <= self.as_of

    @property
    def is_complete(self) -> bool:
        return is_complete(self.month, self.step.window_days, self.as_of) and self.is_measured

    @property
    def is_in_window(self) -> bool:
        return self.days is not None and self.days <= self.step.window_days


def is_complete(month: date, window_days: int, as_of: date) -> bool:
    """Whether the window of what began on the last day of the month is over."""
    return month_end(month) + window_days * DAY <= as_of


def outcomes(steps: Sequence[Step], evidence: Evidence) -> dict[str, list[Outcome]]:
    """Of every account, at every step, in order."""
    found: defaultdict[str, list[Outcome]] = defaultdict(list)
    as_of = evidence.intake.settings.as_of
    for account_id in evidence.intake.accounts:
        created = evidence.created(account_id)
        for step in steps:
            origin = evidence.measured_from(step)
            found[account_id].append(
                Outcome(
                    account_id,
                    step,
                    created,
                    evidence.reached(account_id, step),
                    origin is not None and created.replace(day=1) >= origin,
                    as_of,
                )
            )
    return found


def median_days(spans: Iterable[tuple[int, bool]]) -> int | None:
    """The day on which the Kaplan-Meier curve has fallen to one half: (age, whether it was reached then)."""
    spans = list(spans)
    not_yet = Fraction(1)
    for day in sorted({age for age, is_reached in spans if is_reached}):
        at_risk = sum(age >= day for age, _ in spans)
        not_yet *= 1 - Fraction(sum(is_reached and age == day for age, is_reached in spans), at_risk)
        if not_yet <= Fraction(1, 2):
            return day
    return None

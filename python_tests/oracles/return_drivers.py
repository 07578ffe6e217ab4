"""Who comes back, of those who did an event in their first days and of those who did not."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from python_tests.oracles.settings import Settings

Z = 1.959963984540054  # two-sided 95 %
Cell = tuple[str, str]


@dataclass(frozen=True)
class Side:
    """Entities and those of them that came back."""

    count: int
    returned: int

    @property
    def rate(self) -> float:
        return self.returned / self.count

    @property
    def wilson(self) -> tuple[float, float]:
        n, p = self.count, self.rate
        centre = p + Z * Z / (2 * n)
        half = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        return (centre - half) / (1 + Z * Z / n), (centre + half) / (1 + Z * Z / n)


def newcombe(done: Side, others: Side) -> tuple[float, float]:
    """95 % interval of the difference of two rates, from the Wilson interval of each."""
    (low1, high1), (low2, high2) = done.wilson, others.wilson
    difference = done.rate - others.rate
    return (
        difference - math.hypot(done.rate - low1, high2 - others.rate),
        difference + math.hypot(high1 - done.rate, others.rate - low2),
    )


def return_sides(
    done: Iterable[tuple[str, date, str]], cells: Mapping[str, Iterable[Cell]], settings: Settings
) -> dict[tuple[str, str, str], tuple[Side, Side]]:
    """(with, without) by breakdown, value and event, from (entity, day, event name)."""
    days: defaultdict[str, set[date]] = defaultdict(set)
    events: defaultdict[tuple[str, date], set[str]] = defaultdict(set)
    for entity, day, name in done:
        days[entity].add(day)
        events[entity, day].add(name)
    everyone: defaultdict[Cell, list[bool]] = defaultdict(list)
    doers: defaultdict[tuple[str, str, str], list[bool]] = defaultdict(list)
    last = settings.return_day
    bracket = range(last - settings.return_bracket_days + 1, last + 1)
    for entity, active in days.items():
        first = min(active)
        if (settings.as_of - first).days < last:
            continue
        has_returned = any((day - first).days in bracket for day in active)
        early = [day for day in active if (day - first).days < settings.return_first_days]
        names = {name for day in early for name in events[entity, day]}
        for cell in cells[entity]:
            everyone[cell].append(has_returned)
            for name in names:
                doers[(*cell, name)].append(has_returned)
    found = {}
    for (breakdown, value, name), returned in doers.items():
        whole = everyone[breakdown, value]
        found[breakdown, value, name] = (
            Side(len(returned), sum(returned)),
            Side(len(whole) - len(returned), sum(whole) - sum(returned)),
        )
    return found

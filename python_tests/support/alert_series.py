"""Series made for the alerts: noise by the thousand, and each case that a definition must decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from north_star.governance.registry import read
from python_tests.oracles.metric_targets import period_end
from python_tests.support.project import TREE

SEED = 20251231
VERSIONS = {one.metric_name: one.metric_version for one in read(TREE)}  # the newest of each
# A metric of each grain, how many series of noise, and as many periods as its history and a year take.
NOISE = {
    "day": ("dau", 150, 26 * 7 + 365),
    "week": ("north_star_new_count", 300, 52 + 52),
    "month": ("new_mrr", 800, 24 + 12),
    "quarter": ("asp", 1200, 20 + 4),
}
# Carried over from month to month: the same noise in its changes.
WALK = ("mrr", 800, 1 + 24 + 12)
FIRST = {
    "day": date(2024, 1, 1),
    "week": date(2024, 1, 1),
    "month": date(2022, 1, 1),
    "quarter": date(2015, 1, 1),
}


@dataclass(frozen=True)
class Series:
    """Numbers of one metric; `name` stands where a breakdown's value does."""

    metric: str
    name: str
    grain: str
    values: Sequence[float | None]
    breakdown: str = "total"
    is_complete: bool = True

    def rows(self) -> Iterator[tuple[str, int, str, date, str, str, float | None, bool]]:
        """As metric_values has them; is_complete False is said of the last one only."""
        start = FIRST[self.grain]
        for number, value in enumerate(self.values, start=1):
            is_complete = self.is_complete or number < len(self.values)
            yield (
                self.metric,
                VERSIONS.get(self.metric, 1),
                self.grain,
                start,
                self.breakdown,
                self.name,
                value,
                is_complete,
            )
            start = period_end(start, self.grain)


def noise() -> list[Series]:
    """Nothing but chance: normal values around 100, of all grains, and a walk of normal growth rates."""
    random = np.random.default_rng(SEED)
    found = []
    for grain, (metric, count, length) in NOISE.items():
        for number in range(count):
            values = 100 + 10 * random.standard_normal(length)
            found.append(Series(metric, f"noise {number}", grain, values.tolist()))
    metric, count, length = WALK
    for number in range(count):
        growth = 1 + 0.03 + 0.01 * random.standard_normal(length)
        found.append(Series(metric, f"walk {number}", "month", (1000 * np.cumprod(growth)).tolist()))
    return found


WAVE = (9.0, 11.0, 10.0, 12.0, 8.0)
WAVES = WAVE * 3  # median 10, MAD 1
WEEKS = [float(number % 7) for number in range(26 * 7)]


def cases() -> dict[str, Series]:
    """By name; the metrics' rules are those that the project ships."""
    month = {
        "spike": (*WAVES, 15.3),  # z = 5.3 / 1.4826 = 3.57
        "almost": (*WAVES, 15.1),  # 3.44
        "drop": (*WAVES, 4.0),
        "constant": (7.0,) * 20,
        "constant_then_half_more": (*(8.0,) * 15, 12.0),  # exactly 50 %: not beyond
        "constant_then_more": (*(8.0,) * 15, 12.1),
        "constant_then_nothing": (*(1.0,) * 15, 0.0),
        "zeros_then_fifty": (*(0.0,) * 15, 50.0),
        "three_points": (1.0, 2.0, 90.0),
        "thirteen_before": (*WAVES[:13], 90.0),
        "fourteen_before": (*WAVES[:14], 90.0),
        "no_values": (None,) * 20,
        "last_is_missing": (*WAVES, None),
        "gap": (*WAVES[:7], None, *WAVES[7:14], 90.0),
        "two_in_a_row": (*WAVES, 90.0, 91.0),
        "old_outlier": (*WAVES[:8], 1e6, *WAVES[8:], 20.0),
        "rounding_noise": (*(0.1 + 0.2, 0.3) * 8, 0.31),
    }
    found = [Series("new_mrr", name, "month", values) for name, values in month.items()]
    growth = [1000.0]
    for step in (0.09, 0.11, 0.10, 0.12, 0.08) * 3:
        growth.append(growth[-1] * (1 + step))
    found += [
        Series("mrr", "grows_on", "month", (*growth, growth[-1] * 1.1)),
        Series("mrr", "stands_still", "month", (*growth, growth[-1])),
        Series("mrr", "from_nothing", "month", (0.0, *growth, growth[-1] * 1.1)),
        Series("new_mrr", "unfinished", "month", (*WAVES, 90.0), is_complete=False),
        Series("new_mrr", "nobody_asked", "month", (*WAVES, 90.0), breakdown="segment"),
        Series("dau", "same_weekdays", "day", WEEKS),
        Series("dau", "neighbouring_day", "day", (*WEEKS, 1.0)),
    ]
    return {series.name: series for series in found}

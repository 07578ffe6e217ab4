"""What the oracle says a metric is over a quarter or a year, by the rule that its `over_time` states."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from statistics import fmean, median
from typing import Any

from python_tests.cases.parity import PARITY
from python_tests.oracles.company import Company
from python_tests.oracles.marts import expected_rows

Values = dict[date, Any]  # by the period's first day
Dated = Iterable[tuple[date, Any]]
Parts = Mapping[str, Any]

LONGER = {
    "day": ("month", "quarter", "year"),
    "week": ("month", "quarter", "year"),
    "month": ("quarter", "year"),
}
MONTHS = {"month": 1, "quarter": 3, "year": 12}


def period(day: date, grain: str) -> date:
    """First day of the longer period in which the day is."""
    return day.replace(month=(day.month - 1) // MONTHS[grain] * MONTHS[grain] + 1, day=1)


def _over(above: Any, below: Any) -> float | None:
    return float(above) / float(below) if above is not None and below else None


def _times(*factors: Any) -> float | None:
    return None if None in factors else math.prod(map(float, factors))


def _yearly(rate: float | None, months: int) -> float | None:
    return None if rate is None else 1 - (1 - min(rate, 1)) ** (12 / months)


FORMULAS: dict[str, Callable[[Parts], Any]] = {
    "arr": lambda of: _times(12, of["mrr"]),
    "annual_logo_churn_rate": lambda of: _yearly(of["logo_churn_rate"], of["mrr_month_count"]),
    "annual_gross_mrr_churn_rate": lambda of: _yearly(of["gross_mrr_churn_rate"], of["mrr_month_count"]),
    "ltv_simple": lambda of: _over(_times(of["arpa"], of["mrr_month_count"]), of["logo_churn_rate"]),
    "ltv_margin_adjusted": lambda of: _over(
        _times(of["gross_margin"], of["arpa"], of["mrr_month_count"]), of["logo_churn_rate"]
    ),
    "logo_churn_base_count": lambda of: of["opening_account_count"] + of["logo_churn_base_new_count"],
    "ltv_to_cac": lambda of: _over(of["ltv_margin_adjusted"], of["cac"]),
    "survival_ltv_to_cac": lambda of: _over(of["ltv_survival"], of["cac"]),
    "cac_payback_months": lambda of: _over(of["cac"], _times(of["arpa"], of["gross_margin"])),
    "stickiness": lambda of: _over(of["user_days_30d"], _times(30, of["mau"])),
    "account_stickiness": lambda of: _over(of["account_days_30d"], _times(30, of["account_mau"])),
}


def _users_seen(company: Company) -> Dated:
    return ((day, user) for _, user, day in company.usage_days if user is not None)


def _accounts_seen(company: Company) -> Dated:
    return ((day, account) for account, _, day in company.usage_days)


def _active_users(company: Company) -> Dated:
    return ((month, user) for user, month in expected_rows(company, "engagement_user_months"))


def _active_accounts(company: Company) -> Dated:
    for (entity, who, month), row in expected_rows(company, "usage_movements").items():
        if entity == "account" and row["active_count"]:
            yield month, who


def _column(mart: str, time: str, column: str) -> Callable[[Company], Dated]:
    return lambda company: (
        (row[time], row[column]) for row in expected_rows(company, mart).values() if row[column] is not None
    )


def _percentile(share: float) -> Callable[[list[Any]], float]:
    def between(values: list[Any]) -> float:
        values = sorted(values)
        place = share * (len(values) - 1)
        below = math.floor(place)
        above = min(below + 1, len(values) - 1)
        return float(values[below] + (values[above] - values[below]) * (place - below))

    return between


def _distinct(values: list[Any]) -> int:
    return len(set(values))


def _minutes(column: str) -> Callable[[Company], Dated]:
    return _column("support_tickets", "month_start", column)


# Computed anew: the rows of the oracle, and what is made of those of a period.
ROWS: dict[str, tuple[Callable[[Company], Dated], Callable[[list[Any]], Any]]] = {
    "seen_user_count": (_users_seen, _distinct),
    "seen_account_count": (_accounts_seen, _distinct),
    "active_user_count": (_active_users, _distinct),
    "active_account_count": (_active_accounts, _distinct),
    "median_session_seconds": (_column("sessions", "started_date", "session_seconds"), median),
    "median_first_response_minutes": (_minutes("first_response_minutes"), median),
    "p90_first_response_minutes": (_minutes("first_response_minutes"), _percentile(0.9)),
    "mean_first_response_minutes": (_minutes("first_response_minutes"), fmean),
    "median_resolution_minutes": (_minutes("resolution_minutes"), median),
    "p90_resolution_minutes": (_minutes("resolution_minutes"), _percentile(0.9)),
}


@dataclass
class OverTime:
    """All metrics of one company over longer periods, in total."""

    company: Company
    metrics: Mapping[str, Any]  # of the manifest, by name
    known: dict[tuple[str, str], Values] = field(default_factory=dict)

    def values(self, name: str, grain: str) -> Values:
        if (name, grain) not in self.known:
            self.known[name, grain] = self._values(name, grain)
        return self.known[name, grain]

    def _values(self, name: str, grain: str) -> Values:
        metric = self.metrics[name]
        rule = metric["config"]["meta"]["over_time"]
        if rule == "rows":
            rows, combined = ROWS[name]
            return {start: combined(found) for start, found in _grouped(rows(self.company), grain).items()}
        if rule == "parts":
            return self._of_parts(metric, grain)
        if rule == "none":
            return self._of_one_month(name, grain)
        found: Values = {}
        for start, values in _grouped(sorted(self._fine(name).items()), grain).items():
            there = [value for value in values if value is not None]
            if rule == "sum":
                found[start] = sum(there) if there else None
            else:
                found[start] = values[0 if rule == "first" else -1]
        return found

    def _of_one_month(self, name: str, grain: str) -> Values:
        """Of the month with answers where there is only one."""
        answered = [month for month, nps in self._fine("nps").items() if nps is not None]
        months = _grouped(((month, month) for month in answered), grain)
        fine = self._fine(name)
        return {start: fine[found[0]] if len(found) == 1 else None for start, found in months.items()}

    def _fine(self, name: str) -> Values:
        """The oracle's values at the metric's own grain."""
        if name in ("user_days", "account_days"):  # the oracle's weeks go beyond months, its days do not
            place = ("user_days", "account_days").index(name)
            daily = self.company.active_daily.items()
            return {day: counts[place].day for (day, *cell), counts in daily if cell == ["total", "all"]}
        [parity] = [one for one in PARITY if one.metric == name]
        answers = parity.answers(self.company).items()
        # A day on which nobody was active has no rows that MetricFlow could take for the last ones.
        is_left_out = parity.subject.grain == "day"
        return {
            start: value
            for (start, *cell), value in answers
            if cell == ["total", "all"] and (value or not is_left_out)
        }

    def _of_parts(self, metric: Mapping[str, Any], grain: str) -> Values:
        name, meta, parameters = metric["name"], metric["config"]["meta"], metric["type_params"]
        if "horizon_months" in meta:  # of one horizon: the parts are snapshots, so the ratio is one
            fine = sorted(self._fine(name).items())
            return {start: values[-1] for start, values in _grouped(fine, grain).items()}
        if "window_name" in meta:
            return self._usage_retention(meta["entity"], meta["window_name"], grain)
        if metric["type"] == "ratio":
            names = [parameters["numerator"]["name"], parameters["denominator"]["name"]]
            above, below = (self.values(one, grain) for one in names)
            return {start: _over(above.get(start), below.get(start)) for start in {*above, *below}}
        parts = {one["name"]: self.values(one["name"], grain) for one in parameters["metrics"]}
        starts = {start for values in parts.values() for start in values}
        return {
            start: FORMULAS[name]({one: values.get(start) for one, values in parts.items()})
            for start in starts
        }

    def _usage_retention(self, entity: str, window: str, grain: str) -> Values:
        sums: defaultdict[date, list[int]] = defaultdict(lambda: [0, 0])
        for key, row in expected_rows(self.company, "usage_returns").items():
            if key[0] == entity and key[2] == window:
                cell = sums[period(row["cohort_month"], grain)]
                cell[0] += row["returned_count"]
                cell[1] += row["cohort_count"]
        return {start: _over(*cell) for start, cell in sums.items()}


def _grouped(dated: Dated, grain: str) -> dict[date, list[Any]]:
    found: defaultdict[date, list[Any]] = defaultdict(list)
    for day, value in dated:
        found[period(day, grain)].append(value)
    return found

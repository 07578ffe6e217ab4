"""What a company may tune, and the calendar that follows from it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

NONE = "(none)"


@dataclass(frozen=True)
class Settings:
    """The project's variables; `as_of` is the last day that counts.

    `past_due_grace_days` None leaves it to the revenue policy.
    """

    as_of: date
    reporting_currency: str = "USD"
    reporting_timezone: str = "UTC"
    past_due_grace_days: int | None = None
    gross_margin: Decimal | None = None
    revenue_policy: str = "default"
    ltv_horizon_months: int = 60
    ltv_discount_rate: float = 0.1
    ltv_minimum_at_risk: int = 10
    cac_lag_months: int = 0
    north_star_minimum_accounts: int = 30
    north_star_trailing_periods: int = 4
    session_gap_minutes: int = 30
    trial_window_days: int = 30
    return_first_days: int = 1
    return_day: int = 14
    return_bracket_days: int = 7
    return_minimum_count: int = 30
    nps_answers: str = "latest"
    bug_category: str = "bug"
    end_dates: str = "exclusive"

    @classmethod
    def from_variables(cls, known: Mapping[str, Any]) -> Settings:
        """From a dbt `vars:` block, in which numbers are text or YAML numbers and null is no value."""
        margin = known["gross_margin"]
        return cls(
            date.fromisoformat(str(known["as_of"])),
            known["reporting_currency"],
            known["reporting_timezone"],
            known["past_due_grace_days"],
            None if margin is None else Decimal(str(margin)),
            known["revenue_policy"],
            known["ltv_horizon_months"],
            known["ltv_discount_rate"],
            known["ltv_minimum_at_risk"],
            known["cac_lag_months"],
            known["north_star_minimum_accounts"],
            known["north_star_trailing_periods"],
            known["session_gap_minutes"],
            known["trial_window_days"],
            known["return_first_days"],
            known["return_day"],
            known["return_bracket_days"],
            known["return_minimum_count"],
            known["nps_answers"],
            known["bug_category"],
            known["end_dates"],
        )

    @cached_property
    def _zone(self) -> ZoneInfo | None:
        return None if self.reporting_timezone == "UTC" else ZoneInfo(self.reporting_timezone)

    def local_date(self, moment: datetime) -> date:
        return (moment.astimezone(self._zone) if self._zone else moment.astimezone(UTC)).date()

    def month_close(self, month: date) -> date:
        """The last day of the month that counts: its end, or `as_of` where that comes first."""
        return min(month_end(month), self.as_of)

    def months_from(self, first: date) -> list[date]:
        """First days of the months from the one of `first` to that of `as_of`."""
        months, month = [], first.replace(day=1)
        while month <= self.as_of:
            months.append(month)
            month = next_month(month)
        return months


def month_end(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def next_month(month: date) -> date:
    return month_end(month) + timedelta(days=1)


def previous_month(month: date) -> date:
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)

"""What is agreed: a subscription item as local days, and what it costs and whether it pays on each."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from python_tests.oracles.policies import Policy
from python_tests.oracles.statuses import History

MICRO, PICO = Decimal("0.000001"), Decimal("0.000000000001")
MONTHS = {"month": 1, "quarter": 3, "year": 12}
DAYS = {"day": 1, "week": 7}


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def intervals_later(day: date, interval: str, count: int) -> date:
    if interval in MONTHS:
        return months_later(day, MONTHS[interval] * count)
    return day + timedelta(days=DAYS[interval] * count)


@dataclass(frozen=True)
class Discount:
    """What is taken off an item from `start` on; `end` is exclusive and None for as long as the item runs."""

    discount_id: str
    percent_off: Decimal | None
    amount_off: Decimal | None
    duration: str
    start: date
    end: date | None

    def holds_on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Term:
    """A row of subscription_items as local days; `end` is exclusive and None while none is known."""

    account_id: str
    subscription_id: str
    item_id: str
    plan_name: str
    currency: str
    amount: Decimal
    recurring_discount: Decimal
    interval: str
    count: int
    is_trial: bool
    is_usage_based: bool
    start: date
    end: date | None
    discounts: tuple[Discount, ...]
    history: History | None
    agreed_on: date  # first day of the unbroken run of rows that it belongs to: anniversaries count from it
    paid_since: date | None  # first paid day of the unbroken run of rows of its item, up to this one

    def runs_on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def has_anniversary_in(self, month: date) -> bool:
        """Whether a contract of a year or longer ends, and may be renewed, in the month."""
        length = MONTHS.get(self.interval, 0) * self.count
        if self.is_trial or self.is_usage_based or length < 12:
            return False
        passed = (month.year - self.agreed_on.year) * 12 + month.month - self.agreed_on.month
        return passed > 0 and passed % length == 0

    def next_billing_date(self, day: date) -> date:
        """The first billing date on or after the day."""
        number = max((day - self.start).days // (366 * self.count) - 1, 0)  # a number that is too small
        while (found := intervals_later(self.start, self.interval, number * self.count)) < day:
            number += 1
        return found

    def pays_on(self, day: date, policy: Policy) -> bool:
        """Whether the price of a day counts, as far as trials and the subscription's status decide it."""
        if not self.runs_on(day):
            return False
        is_free = policy.free_months == "included" and self.paid_since is not None
        if self.is_trial and policy.trials == "excluded" and not is_free:
            return False
        if self.history is None:
            return True
        if policy.churn_date == "request" and self.history.is_pending(day):
            return False
        found = self.history.on(day)
        if found is None:
            return True
        status, since = found
        match status:
            case "active":
                return True
            case "trialing":
                is_gift = is_free and self.paid_since is not None and self.paid_since < since
                return policy.trials == "included" or (is_gift and self.history.is_paid_before(since))
            case "past_due":
                grace = policy.past_due_grace_days
                return grace is None or (day - since).days < grace
            case "paused":
                until_billed = policy.pauses == "period_end" and day < self.next_billing_date(since)
                return policy.pauses == "included" or until_billed
        return False

    def net_on(self, day: date, policy: Policy) -> Decimal:
        """The price of a billing interval less discounts: amounts first, then percentages one by one."""
        if not policy.subtracted:
            return self.amount
        held = [one for one in self.discounts if one.duration in policy.subtracted and one.holds_on(day)]
        amounts = sum((one.amount_off for one in held if one.amount_off is not None), self.recurring_discount)
        factor = Decimal(1)
        percents = [(one.percent_off, one.discount_id) for one in held if one.percent_off is not None]
        for percent, _ in sorted(percents):
            factor = (factor * (1 - percent / 100)).quantize(PICO, ROUND_HALF_UP)
        return (max(self.amount - amounts, Decimal(0)) * factor).quantize(MICRO, ROUND_HALF_UP)

    def turning_points(self, policy: Policy) -> set[date]:
        """Every day on which its price may change."""
        days = {self.start}
        for one in self.discounts:
            days |= {day for day in (one.start, one.end) if day is not None}
        if self.history is not None:
            days |= set(self.history.turning_points(policy))
            if policy.pauses == "period_end":
                days |= {self.next_billing_date(run) for run in self.history.runs}
        if self.end is not None:
            days.add(self.end)
        return {day for day in days if day >= self.start and (self.end is None or day <= self.end)}

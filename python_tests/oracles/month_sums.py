"""Movements added up by month and breakdown, and the figures that boards show of the sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from python_tests.oracles.movements import ZERO, Movement
from python_tests.oracles.policies import Policy
from python_tests.oracles.settings import Settings

CHURN_FLOOR = Decimal("0.0167")  # what stands in for no churn: a customer of 60 months


@dataclass
class MonthSums:
    """Sums over the accounts of one breakdown value in one month; a rate is null when its base is 0."""

    opening_mrr: Decimal = ZERO
    new_mrr: Decimal = ZERO
    reactivation_mrr: Decimal = ZERO
    expansion_mrr: Decimal = ZERO
    contraction_mrr: Decimal = ZERO
    churned_mrr: Decimal = ZERO
    fx_mrr: Decimal = ZERO
    closing_mrr: Decimal = ZERO
    usage_mrr: Decimal = ZERO
    committed_mrr: Decimal = ZERO
    constant_currency_mrr: Decimal = ZERO
    constant_currency_net_new_mrr: Decimal = ZERO
    voluntary_churned_mrr: Decimal = ZERO
    involuntary_churned_mrr: Decimal = ZERO
    renewal_due_mrr: Decimal = ZERO
    renewal_churned_mrr: Decimal = ZERO
    opening_account_count: int = 0
    paying_account_count: int = 0
    churned_account_count: int = 0
    voluntary_churned_account_count: int = 0
    involuntary_churned_account_count: int = 0
    new_account_count: int = 0
    reactivated_account_count: int = 0
    intra_month_churn_count: int = 0
    logo_churn_count: int = 0
    logo_churn_base_count: int = 0
    renewal_due_account_count: int = 0
    renewal_churned_account_count: int = 0
    policy: Policy = field(default_factory=Policy)

    def add(self, movement: Movement) -> None:
        for name, value in {**movement.amounts, **movement.counts}.items():
            setattr(self, name, getattr(self, name) + value)

    @property
    def lifetime_value(self) -> Decimal | None:
        """ARPA / logo churn rate, rounded once; null without anyone who pays or could have left."""
        if not self.logo_churn_base_count or not self.paying_account_count:
            return None
        if self.logo_churn_count == 0:
            by_rule = {"none": None, "zero": ZERO, "floor": self.closing_mrr / CHURN_FLOOR}
            instead = by_rule[self.policy.zero_churn_ltv]
            return None if instead is None else per(instead, self.paying_account_count)
        earned = self.closing_mrr * self.logo_churn_base_count
        return per(earned, self.paying_account_count * self.logo_churn_count)

    def margin_lifetime_value(self, margin: Decimal | None) -> Decimal | None:
        """The share of the simple lifetime value that is left after the cost of serving it."""
        simple = self.lifetime_value
        return None if simple is None or margin is None else per(simple * margin, 1)

    @property
    def values(self) -> dict[str, Decimal | int | float | None]:
        """Every additive measure and every figure made of them, by mart column."""
        gained = self.new_mrr + self.expansion_mrr
        if self.policy.quick_ratio_reactivation == "included":
            gained += self.reactivation_mrr
        lost = self.churned_mrr + self.contraction_mrr
        net_lost = lost - self.expansion_mrr
        if self.policy.net_churn_reactivation == "included":
            net_lost -= self.reactivation_mrr
        logo_churn = ratio(self.logo_churn_count, self.logo_churn_base_count)
        gross_churn = ratio(lost, self.opening_mrr)
        return {
            **{f.name: getattr(self, f.name) for f in fields(self) if f.name != "policy"},
            "net_new_mrr": self.closing_mrr - self.opening_mrr,
            "arr": 12 * self.closing_mrr,
            "gained_mrr": gained,
            "lost_mrr": lost,
            "net_lost_mrr": net_lost,
            "arpa": per(self.closing_mrr, self.paying_account_count),
            "quick_ratio": ratio(gained, lost),
            "logo_churn_rate": logo_churn,
            "gross_mrr_churn_rate": gross_churn,
            "net_mrr_churn_rate": ratio(net_lost, self.opening_mrr),
            "annual_logo_churn_rate": of_a_year(logo_churn),
            "annual_gross_mrr_churn_rate": of_a_year(gross_churn),
            "renewal_logo_churn_rate": ratio(
                self.renewal_churned_account_count, self.renewal_due_account_count
            ),
            "renewal_mrr_churn_rate": ratio(self.renewal_churned_mrr, self.renewal_due_mrr),
            "ltv_simple": self.lifetime_value,
        }


def per(amount: Decimal, count: int) -> Decimal | None:
    """An average amount of money, half up at 6 decimals like any other amount."""
    return (amount / count).quantize(Decimal("0.000001"), ROUND_HALF_UP) if count else None


def ratio(numerator: Decimal | int, denominator: Decimal | int) -> float | None:
    return float(Decimal(numerator) / Decimal(denominator)) if denominator else None


def of_a_year(monthly: float | None) -> float | None:
    """What is left after twelve such months compounds; twelve times the rate would be too much.

    Counted within months, too, more may leave than were there: then nobody is left.
    """
    return None if monthly is None else 1 - (1 - min(monthly, 1)) ** 12


def sum_by_month(
    rows: Iterable[Movement],
    cells: Mapping[str, Iterable[tuple[str, str]]],
    settings: Settings,
    policy: Policy,
) -> dict[tuple[date, str, str], MonthSums]:
    """Month x breakdown x value; each value that any account ever has is there from the first month on."""
    rows = list(rows)
    sums: defaultdict[tuple[date, str, str], MonthSums]
    sums = defaultdict(lambda: MonthSums(policy=policy))
    if rows:
        values = {cell for row in rows for cell in cells[row.account_id]}
        for month in settings.months_from(min(row.month_start for row in rows)):
            for breakdown, value in values:
                sums[month, breakdown, value] = MonthSums(policy=policy)
    for row in rows:
        for breakdown, value in cells[row.account_id]:
            sums[row.month_start, breakdown, value].add(row)
    return dict(sums)

"""How each account's MRR moved in each month, and the sums that boards show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from python_tests.oracles.revenue import Ledger
from python_tests.oracles.settings import Settings

ZERO = Decimal(0)
DAY = timedelta(days=1)
SUMS = (
    "opening_mrr",
    "new_mrr",
    "reactivation_mrr",
    "expansion_mrr",
    "contraction_mrr",
    "churned_mrr",
    "fx_mrr",
    "closing_mrr",
)


@dataclass(frozen=True)
class Movement:
    """One account in one month, from its first paying month on; losses are positive amounts."""

    account_id: str
    month_start: date
    opening_mrr: Decimal = ZERO
    new_mrr: Decimal = ZERO
    reactivation_mrr: Decimal = ZERO
    expansion_mrr: Decimal = ZERO
    contraction_mrr: Decimal = ZERO
    churned_mrr: Decimal = ZERO
    fx_mrr: Decimal = ZERO
    closing_mrr: Decimal = ZERO
    movement_type: str = "none"
    is_involuntary_churn: bool = False
    intra_month_churn_count: int = 0

    @property
    def is_churned(self) -> bool:
        return self.movement_type == "churn"


def _is_involuntary(ledger: Ledger, account_id: str, zero_day: date) -> bool:
    """Some item that stopped paying on the day was then in past_due or unpaid."""
    for item in ledger.items[account_id]:
        if item.mrr_on(zero_day - DAY) > 0 and item.subscription_id in ledger.subscriptions:
            status = ledger.subscriptions[item.subscription_id].status_on.get(zero_day)
            if status in ("past_due", "unpaid"):
                return True
    return False


def _month(ledger: Ledger, account_id: str, month: date) -> Movement:
    settings, state = ledger.settings, ledger.state[account_id]
    eve, close = month - DAY, settings.month_close(month)
    opening, closing = ledger.mrr(account_id, eve), ledger.mrr(account_id, close)
    days = [date.fromordinal(n) for n in range(month.toordinal(), close.toordinal() + 1)]
    falls = [day for day in days if day not in state and day - DAY in state]
    parts: dict[str, Decimal] = {}
    kind = "none"
    if opening == 0 and closing > 0:
        kind = "new" if min(state) >= month else "reactivation"
        parts[f"{kind}_mrr"] = closing
    elif opening > 0 and closing == 0:
        kind, parts["churned_mrr"] = "churn", opening
    elif opening > 0:
        # What was held at the last close, at this month's rate: the difference is the rate's doing alone.
        held = [item for item in ledger.items[account_id] if item.mrr_on(eve) > 0]
        parts["fx_mrr"] = sum((item.mrr_at_rate_of(month) for item in held), ZERO) - opening
        rest = closing - opening - parts["fx_mrr"]
        if rest != 0:
            kind = "expansion" if rest > 0 else "contraction"
            parts[f"{kind}_mrr"] = abs(rest)
    return Movement(
        account_id,
        month,
        opening_mrr=opening,
        closing_mrr=closing,
        movement_type=kind,
        is_involuntary_churn=kind == "churn" and _is_involuntary(ledger, account_id, falls[-1]),
        intra_month_churn_count=len(falls) - (kind == "churn"),
        **parts,
    )


def movements(ledger: Ledger) -> list[Movement]:
    """Every account and month from the account's first paying month to the month of as_of."""
    return [
        _month(ledger, account_id, month)
        for account_id in sorted(ledger.state)
        for month in ledger.settings.months_from(min(ledger.state[account_id]))
    ]


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
    opening_account_count: int = 0
    paying_account_count: int = 0
    churned_account_count: int = 0
    involuntary_churned_account_count: int = 0
    new_account_count: int = 0
    reactivated_account_count: int = 0
    intra_month_churn_count: int = 0

    def add(self, movement: Movement) -> None:
        for name in SUMS:
            setattr(self, name, getattr(self, name) + getattr(movement, name))
        self.opening_account_count += movement.opening_mrr > 0
        self.paying_account_count += movement.closing_mrr > 0
        self.churned_account_count += movement.is_churned
        self.involuntary_churned_account_count += movement.is_involuntary_churn
        self.new_account_count += movement.movement_type == "new"
        self.reactivated_account_count += movement.movement_type == "reactivation"
        self.intra_month_churn_count += movement.intra_month_churn_count

    @property
    def lifetime_value(self) -> Decimal | None:
        """ARPA / logo churn rate, rounded once; null without churn or without anyone who pays."""
        earned = self.closing_mrr * self.opening_account_count
        return per(earned, self.paying_account_count * self.churned_account_count)

    def margin_lifetime_value(self, margin: Decimal | None) -> Decimal | None:
        """The share of the simple lifetime value that is left after the cost of serving it."""
        simple = self.lifetime_value
        return None if simple is None or margin is None else per(simple * margin, 1)

    @property
    def values(self) -> dict[str, Decimal | int | float | None]:
        """Every additive measure and every figure made of them, by mart column."""
        gained = self.new_mrr + self.reactivation_mrr + self.expansion_mrr
        lost = self.churned_mrr + self.contraction_mrr
        logo_churn = ratio(self.churned_account_count, self.opening_account_count)
        arpa = per(self.closing_mrr, self.paying_account_count)
        return {
            **{f.name: getattr(self, f.name) for f in fields(self)},
            "voluntary_churned_account_count": self.churned_account_count
            - self.involuntary_churned_account_count,
            "net_new_mrr": self.closing_mrr - self.opening_mrr,
            "arr": 12 * self.closing_mrr,
            "gained_mrr": gained,
            "lost_mrr": lost,
            "net_lost_mrr": lost - self.expansion_mrr,
            "arpa": arpa,
            "quick_ratio": ratio(gained, lost),
            "logo_churn_rate": logo_churn,
            "gross_mrr_churn_rate": ratio(lost, self.opening_mrr),
            "net_mrr_churn_rate": ratio(lost - self.expansion_mrr, self.opening_mrr),
            "ltv_simple": self.lifetime_value,
        }


def per(amount: Decimal, count: int) -> Decimal | None:
    """An average amount of money, half up at 6 decimals like any other amount."""
    return (amount / count).quantize(Decimal("0.000001"), ROUND_HALF_UP) if count else None


def ratio(numerator: Decimal | int, denominator: Decimal | int) -> float | None:
    return float(Decimal(numerator) / Decimal(denominator)) if denominator else None


def sum_by_month(
    rows: Iterable[Movement], cells: Mapping[str, Iterable[tuple[str, str]]], settings: Settings
) -> dict[tuple[date, str, str], MonthSums]:
    """Month x breakdown x value; each value that any account ever has is there from the first month on."""
    rows = list(rows)
    sums: defaultdict[tuple[date, str, str], MonthSums] = defaultdict(MonthSums)
    if rows:
        values = {cell for row in rows for cell in cells[row.account_id]}
        for month in settings.months_from(min(row.month_start for row in rows)):
            for breakdown, value in values:
                sums[month, breakdown, value] = MonthSums()
    for row in rows:
        for breakdown, value in cells[row.account_id]:
            sums[row.month_start, breakdown, value].add(row)
    return dict(sums)

"""How each account's MRR moved in each month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from python_tests.oracles.revenue import Account, Item, Ledger
from python_tests.oracles.settings import NONE

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
    """One account in one month, from its first month with MRR or usage on; losses are positive amounts."""

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
    usage_mrr: Decimal = ZERO
    committed_mrr: Decimal = ZERO
    constant_currency_mrr: Decimal = ZERO
    constant_currency_net_new_mrr: Decimal = ZERO
    renewal_due_mrr: Decimal = ZERO
    movement_type: str = "none"
    is_involuntary_churn: bool = False
    churn_reason: str = NONE
    intra_month_churn_count: int = 0
    logo_churn_count: int = 0
    logo_churn_base_count: int = 0

    @property
    def is_churned(self) -> bool:
        return self.movement_type == "churn"

    @property
    def is_moved(self) -> bool:
        """Whether anything happened: a movement, a rate that changed, an absence within the month."""
        return self.movement_type != "none" or self.fx_mrr != 0 or self.intra_month_churn_count > 0

    @property
    def amounts(self) -> dict[str, Decimal]:
        """Every additive amount, by mart column."""
        lost, is_involuntary = self.churned_mrr, self.is_involuntary_churn
        return {
            **{name: getattr(self, name) for name in SUMS},
            "usage_mrr": self.usage_mrr,
            "committed_mrr": self.committed_mrr,
            "constant_currency_mrr": self.constant_currency_mrr,
            "constant_currency_net_new_mrr": self.constant_currency_net_new_mrr,
            "voluntary_churned_mrr": ZERO if is_involuntary else lost,
            "involuntary_churned_mrr": lost if is_involuntary else ZERO,
            "renewal_due_mrr": self.renewal_due_mrr,
            "renewal_churned_mrr": self.renewal_due_mrr if self.is_churned else ZERO,
        }

    @property
    def counts(self) -> dict[str, int]:
        """Every additive count, by mart column."""
        kind, is_due = self.movement_type, self.renewal_due_mrr > 0
        return {
            "opening_account_count": int(self.opening_mrr > 0),
            "paying_account_count": int(self.closing_mrr > 0),
            "churned_account_count": int(self.is_churned),
            "voluntary_churned_account_count": int(self.is_churned and not self.is_involuntary_churn),
            "involuntary_churned_account_count": int(self.is_involuntary_churn),
            "new_account_count": int(kind == "new"),
            "reactivated_account_count": int(kind == "reactivation"),
            "intra_month_churn_count": self.intra_month_churn_count,
            "logo_churn_count": self.logo_churn_count,
            "logo_churn_base_count": self.logo_churn_base_count,
            "renewal_due_account_count": int(is_due),
            "renewal_churned_account_count": int(is_due and self.is_churned),
        }


def _left(account: Account, zero_day: date) -> list[Item]:
    """The items with which the last MRR went."""
    return [item for item in account.items if item.mrr_on(zero_day - DAY) > 0]


def _is_involuntary(left: Iterable[Item], zero_day: date) -> bool:
    """Some item that stopped paying on the day was then in past_due or unpaid."""
    histories = [item.term.history for item in left]
    return any(history is not None and history.is_unpaid_for(zero_day) for history in histories)


def _reason(left: Iterable[Item], zero_day: date) -> str:
    """Why the subscriptions that stopped on the day ended; the first by name of those that are known."""
    histories = [item.term.history for item in left]
    reasons = [history.reason_by(zero_day) for history in histories if history is not None]
    return min((reason for reason in reasons if reason is not None), default=NONE)


def _kind_of_arrival(ledger: Ledger, account: Account, month: date) -> str:
    """New the first time ever, and after a gap that is longer than the policy's window."""
    number = next(n for n, one in enumerate(account.intervals) if one.start >= month)
    if number == 0:
        return "new"
    left, window = account.intervals[number - 1].end, ledger.policy.reactivation_window_days
    assert left is not None
    gap = (account.intervals[number].start - left).days
    return "new" if window is not None and gap > window else "reactivation"


def _committed(ledger: Ledger, account: Account, close: date) -> Decimal:
    """What is left at the close when all who asked to leave, or (on as_of) are known to end, have gone."""
    as_of, total = ledger.settings.as_of, ZERO
    for item in account.items:
        history, end = item.term.history, item.term.end
        leaves = history is not None and history.is_pending(close)
        if close.replace(day=1) == as_of.replace(day=1) and end is not None and end > as_of:
            leaves = True
        total += ZERO if leaves else item.mrr_on(close)
    return total


def _month(ledger: Ledger, account: Account, month: date, last: Movement | None) -> Movement:
    settings, policy = ledger.settings, ledger.policy
    eve, close = month - DAY, settings.month_close(month)
    opening, closing = account.state.on(eve), account.state.on(close)
    falls = [one.end for one in account.intervals if one.end is not None and month <= one.end <= close]
    parts: dict[str, Decimal] = {}
    kind, reason, is_involuntary = "none", NONE, False
    if opening == 0 and closing > 0:
        kind = _kind_of_arrival(ledger, account, month)
        parts[f"{kind}_mrr"] = closing
    elif opening > 0 and closing == 0:
        kind, parts["churned_mrr"] = "churn", opening
        left = _left(account, falls[-1])
        is_involuntary, reason = _is_involuntary(left, falls[-1]), _reason(left, falls[-1])
    elif opening > 0:
        # What was held at the last close, at this month's rate: the difference is the rate's doing alone.
        revalued = sum((item.mrr_at_rate_of(eve, month) for item in account.items), ZERO)
        parts["fx_mrr"] = revalued - opening
        rest = closing - revalued
        if rest != 0:
            kind = "expansion" if rest > 0 else "contraction"
            parts[f"{kind}_mrr"] = abs(rest)
    inside = len(falls) - (kind == "churn")
    now = settings.as_of.replace(day=1)
    constant = sum((item.mrr_at_rate_of(close, now) for item in account.items), ZERO) if closing else ZERO
    due = [item.mrr_on(eve) for item in account.items if item.term.has_anniversary_in(month)]
    first = account.first_paid_date
    is_newcomer = first is not None and first.replace(day=1) == month
    return Movement(
        account.account_id,
        month,
        opening_mrr=opening,
        closing_mrr=closing,
        usage_mrr=sum((item.mrr_on(close) for item in account.usage), ZERO),
        committed_mrr=_committed(ledger, account, close) if closing else ZERO,
        constant_currency_mrr=constant,
        constant_currency_net_new_mrr=constant - (last.constant_currency_mrr if last else ZERO),
        renewal_due_mrr=sum(due, ZERO),
        movement_type=kind,
        is_involuntary_churn=is_involuntary,
        churn_reason=reason,
        intra_month_churn_count=inside,
        logo_churn_count=(kind == "churn") + (inside if policy.intra_month_churn == "included" else 0),
        logo_churn_base_count=int(opening > 0) + int(is_newcomer and policy.churn_base == "opening_plus_new"),
        **parts,
    )


def movements(ledger: Ledger) -> list[Movement]:
    """Every account and month from the account's first month with MRR or usage to the month of as_of."""
    found = []
    for _, account in sorted(ledger.accounts.items()):
        last = None
        first = account.first_month(ledger.settings)
        for month in ledger.settings.months_from(first or date.max):
            last = _month(ledger, account, month, last)
            found.append(last)
    return found

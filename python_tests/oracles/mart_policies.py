"""What the marts that compare revenue policies must hold, row by row."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from python_tests.oracles.company import Company
from python_tests.oracles.mart_revenue import Rows
from python_tests.oracles.month_sums import ratio
from python_tests.oracles.movements import SUMS, ZERO, Movement
from python_tests.oracles.policies import EFFECTS, Policy
from python_tests.oracles.revenue import Ledger
from python_tests.oracles.settings import month_end

COUNTS = ("paying_account_count", "churned_account_count", "logo_churn_count", "logo_churn_base_count")
Totals = dict[date, dict[str, Any]]


def mrr_movements_by_policy(company: Company) -> Rows:
    """Accounts and months in which something happened."""
    rows: Rows = {}
    for policy, movements in company.movements_by_policy.items():
        ledger = company.ledger_under(company.policies[policy])
        last = Movement("", date.min)
        for one in movements:
            before = last if last.account_id == one.account_id else Movement(one.account_id, date.min)
            if _is_news(before, one):
                first = ledger.accounts[one.account_id].first_paid_date
                rows[policy, one.account_id, one.month_start] = {
                    **{name: getattr(one, name) for name in (*SUMS, "usage_mrr", "committed_mrr")},
                    "movement_type": one.movement_type,
                    "intra_month_churn_count": one.intra_month_churn_count,
                    "is_involuntary_churn": one.is_involuntary_churn,
                    "first_paid_month": first and first.replace(day=1),
                }
            last = one
    return rows


def _is_news(last: Movement, one: Movement) -> bool:
    """Whether the month says anything that the one before did not."""
    stocks = ("usage_mrr", "committed_mrr")
    return one.is_moved or any(getattr(one, name) != getattr(last, name) for name in stocks)


def _totals(movements: list[Movement]) -> Totals:
    found: Totals = defaultdict(lambda: dict.fromkeys(SUMS, ZERO) | dict.fromkeys(COUNTS, 0))
    for one in movements:
        sums = found[one.month_start]
        for name in SUMS:
            sums[name] += getattr(one, name)
        for name in COUNTS:
            sums[name] += one.counts[name]
    return found


def _closing(ledger: Ledger, months: list[date]) -> dict[date, Decimal]:
    closes = {month: ledger.settings.month_close(month) for month in months}
    states = [account.state for account in ledger.accounts.values()]
    return {month: sum((state.on(day) for state in states), ZERO) for month, day in closes.items()}


def mrr_policy_comparison(company: Company) -> Rows:
    """Every month since anyone paid under any policy, and every policy.

    An effect is what the chosen policy's MRR would change by if it took that one rule from the other.
    """
    chosen, settings = company.policy, company.settings
    totals = {name: _totals(rows) for name, rows in company.movements_by_policy.items()}
    begun = [month for months in totals.values() for month in months]
    months = settings.months_from(min(begun, default=date.max))
    known: dict[tuple[object, ...], dict[date, Decimal]] = {}

    def mrr_under(policy: Policy) -> dict[date, Decimal]:
        if policy.daily_rules not in known:
            known[policy.daily_rules] = _closing(company.ledger_under(policy), months)
        return known[policy.daily_rules]

    rows: Rows = {}
    for name, policy in company.policies.items():
        effects = {column: mrr_under(chosen.with_rule_of(policy, rule)) for rule, column in EFFECTS.items()}
        for month in months:
            own, sums = mrr_under(chosen)[month], totals[name][month]
            apart = {column: under[month] - own for column, under in effects.items()}
            difference = sums["closing_mrr"] - own
            lost = sums["churned_mrr"] + sums["contraction_mrr"]
            offset = sums["reactivation_mrr"] if policy.net_churn_reactivation == "included" else ZERO
            net_lost = lost - sums["expansion_mrr"] - offset
            rows[month, name] = {
                "policy_label": policy.label,
                "is_chosen": policy == chosen,
                "mrr": sums["closing_mrr"],
                "chosen_mrr": own,
                "mrr_difference": difference,
                **apart,
                "combined_effect": difference - sum(apart.values(), ZERO),
                **{column: sums[column] for column in SUMS if column != "closing_mrr"},
                "lost_mrr": lost,
                "net_lost_mrr": net_lost,
                "gross_mrr_churn_rate": ratio(lost, sums["opening_mrr"]),
                "net_mrr_churn_rate": ratio(net_lost, sums["opening_mrr"]),
                **{column: sums[column] for column in COUNTS},
                "logo_churn_rate": ratio(sums["logo_churn_count"], sums["logo_churn_base_count"]),
                "is_complete": month_end(month) <= settings.as_of,
            }
    return rows

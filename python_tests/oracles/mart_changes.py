"""What the ledger of changes must hold: every item's MRR from one day to the next, and why it differs."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from python_tests.oracles.company import Company
from python_tests.oracles.mart_revenue import Rows
from python_tests.oracles.movements import DAY, ZERO
from python_tests.oracles.revenue import Item
from python_tests.oracles.terms import Term

Key = tuple[str, str, str, str]  # account, subscription, item, currency


def _items(company: Company) -> dict[Key, list[Item]]:
    """The rows of each item that ever paid."""
    found: defaultdict[Key, list[Item]] = defaultdict(list)
    for account_id, account in company.ledger.accounts.items():
        for item in account.items:
            if item.prices.days:
                term = item.term
                found[account_id, term.subscription_id, term.item_id, term.currency].append(item)
    return found


def _row(plan: str, kind: str, before: Decimal, after: Decimal) -> dict[str, object]:
    return {
        "plan_name": plan,
        "change_type": kind,
        "mrr_before": before,
        "mrr_after": after,
        "mrr_change": after - before,
    }


def _why_not(term: Term, day: date) -> str:
    """The status that keeps a running row from paying, if one does."""
    found = term.history.on(day) if term.history is not None and term.runs_on(day) else None
    status = found[0] if found else ""
    return {"paused": "paused", "past_due": "unpaid", "unpaid": "unpaid"}.get(status, "")


def _kind(day: date, before: Item | None, after: Item | None) -> str:
    """`before` is the row that paid on the eve, `after` the one that pays on the day."""
    if before is not None and after is not None:
        changed = before.term.plan_name != after.term.plan_name
        return "plan_changed" if changed else "price_changed"
    if after is not None:
        kinds = {"paused": "resumed", "unpaid": "recovered", "": "item_started"}
        return kinds[_why_not(after.term, day - DAY)]
    assert before is not None
    kinds = {"paused": "paused", "unpaid": "payment_lapsed", "": "item_ended"}
    return kinds[_why_not(before.term, day)]


def subscription_changes(company: Company) -> Rows:
    """One row for every change with an effect; the account's rows up to a day add up to its MRR."""
    settings, found = company.settings, {}
    for key, rows in _items(company).items():
        months = settings.months_from(min(item.prices.days[0] for item in rows))
        for month in months if key[3] != settings.reporting_currency else ():
            held = [item for item in rows if item.prices.on(month - DAY)]
            before = sum((item.mrr_on(month - DAY) for item in held), ZERO)
            after = sum((item.mrr_at_rate_of(month - DAY, month) for item in held), ZERO)
            if before != after:
                plan = held[0].term.plan_name
                found[*key, month, "exchange_rate"] = _row(plan, "exchange_rate", before, after)
        for day in sorted({day for item in rows for day in item.prices.days}):
            eve, month = day - DAY, day.replace(day=1)
            payer = next((item for item in rows if item.mrr_at_rate_of(eve, month) > 0), None)
            paying = next((item for item in rows if item.mrr_on(day) > 0), None)
            before = payer.mrr_at_rate_of(eve, month) if payer else ZERO
            after = paying.mrr_on(day) if paying else ZERO
            if before != after:
                named = paying or payer
                assert named is not None
                kind = _kind(day, payer, paying)
                found[*key, day, kind] = _row(named.term.plan_name, kind, before, after)
    return found

"""What the ledger of changes must add up to: every item's MRR from one day to the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from python_tests.oracles.company import Company
from python_tests.oracles.movements import DAY, ZERO
from python_tests.oracles.revenue import Item

ItemKey = tuple[str, str, str]  # account, subscription, item


def items_by_key(company: Company) -> dict[ItemKey, list[Item]]:
    """The rows of each item that has MRR."""
    found: defaultdict[ItemKey, list[Item]] = defaultdict(list)
    for account_id, account in company.ledger.accounts.items():
        for item in account.items:
            found[account_id, item.term.subscription_id, item.term.item_id].append(item)
    return dict(found)


def _days(rows: Iterable[Item], company: Company) -> set[date]:
    """Days on which a price changes, and the months' first days, on which a rate may."""
    days: set[date] = set()
    for item in rows:
        if item.prices.days:
            days |= {*item.prices.days, *company.settings.months_from(item.prices.days[0])}
    return days


def changes_by_day(company: Company) -> dict[tuple[ItemKey, date], Decimal]:
    """The change of an item's MRR on each day on which there is one, whatever its kinds."""
    found = {}
    for key, rows in items_by_key(company).items():
        for day in _days(rows, company):
            change = sum((item.mrr_on(day) - item.mrr_on(day - DAY) for item in rows), ZERO)
            if change:
                found[key, day] = change
    return found

"""Terms from accepted rows: items with discounts and statuses, migrated subscriptions drawn together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from python_tests.oracles.intake import Intake, Row
from python_tests.oracles.settings import Settings
from python_tests.oracles.statuses import read_history
from python_tests.oracles.terms import Discount, Term, intervals_later


def _discount(row: Row, interval: str, count: int, settings: Settings) -> Discount:
    """As it meets an item: once is one billing interval of the item."""
    start = settings.local_date(row["started_at"])
    end = None if row["ended_at"] is None else settings.local_date(row["ended_at"])
    if row["duration"] == "once":
        end = intervals_later(start, interval, count)
    return Discount(row["discount_id"], row["percent_off"], row["amount_off"], row["duration"], start, end)


def _handovers(intake: Intake, first_days: dict[str, date]) -> dict[str, date]:
    """Subscription -> the day on which the next of its chain goes on for it."""
    found = {}
    for old_id, chain in intake.successors.items():
        starts = (first_days[one] for one in chain if one in first_days)
        day = next((day for day in starts if old_id in first_days and day >= first_days[old_id]), None)
        if day is not None:
            found[old_id] = day
    return found


def _spans(
    rows: list[Row], handover: date | None, settings: Settings
) -> Iterable[tuple[Row, date, date | None]]:
    """Rows of one subscription with first day and end, the last ones drawn to the day of its handover."""
    local = settings.local_date
    spans = [
        (row, local(row["started_at"]), None if row["ended_at"] is None else local(row["ended_at"]))
        for row in rows
    ]
    if handover is None:
        yield from spans
        return
    spans = [span for span in spans if span[1] < handover]
    latest = max((end or date.max for _, _, end in spans), default=date.max)
    for row, start, end in spans:
        is_drawn = (end or date.max) >= min(latest, handover)
        yield row, start, handover if is_drawn else end


def read_terms(intake: Intake) -> list[Term]:
    """Every accepted item that lasts at least a day."""
    settings = intake.settings
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    for row in intake.accepted["subscription_items"]:
        rows[row["subscription_id"]].append(row)
    changes: defaultdict[str, list[Row]] = defaultdict(list)
    for row in intake.accepted["subscription_statuses"]:
        changes[row["subscription_id"]].append(row)
    discounts: defaultdict[str, list[Row]] = defaultdict(list)
    for row in intake.accepted["subscription_discounts"]:
        discounts[row["subscription_id"]].append(row)

    first_days = {
        key: min(settings.local_date(row["started_at"]) for row in one) for key, one in rows.items()
    }
    handovers = _handovers(intake, first_days)
    terms = []
    for key, items in rows.items():
        history = read_history(changes[key], settings, key in handovers)
        # Of each item: the day, interval and count with which a row would go on, and since when it has run.
        agreed: dict[str, tuple[tuple[date | None, str, int], date]] = {}
        # Of each item: when its last row ends, and since when the unbroken run of rows has been paid for.
        stretches: dict[str, tuple[date | None, date | None]] = {}
        spans = _spans(items, handovers.get(key), settings)
        for row, start, end in sorted(spans, key=lambda span: span[1]):
            if end is not None and end <= start:
                continue
            item_id = row["subscription_item_id"]
            interval, count = row["billing_interval"], row["billing_interval_count"]
            agreed_on = start
            if not row["is_trial"]:
                before, since = agreed.get(item_id, (None, start))
                agreed_on = since if before == (start, interval, count) else start
                agreed[item_id] = ((end, interval, count), agreed_on)
            ended, paid_since = stretches.get(item_id, (None, None))
            paid_since = paid_since if ended == start else None
            is_paid = not row["is_trial"] and row["amount"] > (row["recurring_discount_amount"] or 0)
            paid_since = paid_since or (start if is_paid else None)
            stretches[item_id] = end, paid_since
            terms.append(
                Term(
                    row["account_id"],
                    key,
                    item_id,
                    row["plan_name"],
                    row["currency"],
                    row["amount"],
                    row["recurring_discount_amount"] or Decimal(0),
                    interval,
                    count,
                    bool(row["is_trial"]),
                    bool(row["is_usage_based"]),
                    start,
                    end,
                    tuple(
                        _discount(one, interval, count, settings)
                        for one in discounts[key]
                        if one["subscription_item_id"] in (None, item_id)
                    ),
                    history,
                    agreed_on,
                    paid_since,
                )
            )
    return terms

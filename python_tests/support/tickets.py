"""Tickets of random companies: late and early replies, hidden accounts, users of others, repeated ids."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from python_tests.support.histories import AS_OF, Tables
from python_tests.support.raw_files import RawRow

CATEGORIES = ("crash", "Crash", "how_to", None, "billing")


def _moment(hours: float) -> str:
    """So many hours before the end of as_of, UTC."""
    end = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 23, tzinfo=UTC)
    return (end - timedelta(hours=hours)).isoformat()


def draw_tickets(tables: Tables) -> list[RawRow]:
    """One ticket for every second account, spread over a year and a half, in a fixed pattern."""
    people = [row["user_id"] for row in tables["users"]]
    rows: list[RawRow] = []
    for n, row in enumerate(tables["accounts"][::2]):
        opened = (61 * n) % 13_000
        rows.append(
            {
                "ticket_id": f"t{n if n % 40 else n // 2}",
                "account_id": None if n % 7 == 0 else row["account_id"],
                "user_id": None if n % 3 == 0 or not people else people[(5 * n) % len(people)],
                "created_at": _moment(opened),
                "first_responded_at": None if n % 5 == 0 else _moment(opened - (n % 23) + 0.51),
                "resolved_at": None if n % 4 == 0 else _moment(opened - (n % 211) - 0.37),
                "category": CATEGORIES[n % 5],
                "is_product_related": ("true", "false", None)[n % 3],
                "priority": ("high", None)[n % 2],
            }
        )
    return rows

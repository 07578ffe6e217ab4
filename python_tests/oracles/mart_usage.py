"""What the usage marts must hold, row by row."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from python_tests.oracles.company import Company
from python_tests.oracles.mart_revenue import Rows, attributes
from python_tests.oracles.settings import NONE


def active_users_daily_by_breakdown(company: Company) -> Rows:
    """Users are null, not nobody, in a company whose events name none."""
    known = any(user_id is not None for _, user_id, _ in company.usage_days)
    return {
        key: {
            "dau": users.day if known else None,
            "wau": users.week if known else None,
            "mau": users.month if known else None,
            "user_days_30d": users.days_30d if known else None,
            "stickiness": users.stickiness,
            "account_dau": accounts.day,
            "account_wau": accounts.week,
            "account_mau": accounts.month,
            "account_days_30d": accounts.days_30d,
            "account_stickiness": accounts.stickiness,
        }
        for key, (users, accounts) in company.active_daily.items()
    }


def usage_days(company: Company) -> Rows:
    return {
        identity: {"event_count": count, **attributes(company, identity[0])}
        for identity, count in company.usage_days.items()
    }


def users(company: Company) -> Rows:
    """Every accepted user with the days on which they were active."""
    days: defaultdict[str, set[date]] = defaultdict(set)
    for _, user_id, day in company.usage_days:
        if user_id is not None:
            days[user_id].add(day)
    return {
        (user_id,): {
            "account_id": row["account_id"],
            "role": row["role"] or NONE,
            "created_date": company.settings.local_date(row["created_at"]),
            "first_active_date": min(days[user_id], default=None),
            "last_active_date": max(days[user_id], default=None),
            "active_day_count": len(days[user_id]),
        }
        for user_id, row in company.intake.users.items()
    }


def sign_ups_monthly_by_breakdown(company: Company) -> Rows:
    """Accounts and users created in each month, from the first one's month on; no users at all: null."""
    no_users = 0 if company.intake.users else None
    local = company.settings.local_date
    created = [(row["created_at"], row["account_id"], "account") for row in company.intake.accounts.values()]
    created += [(row["created_at"], row["account_id"], "user") for row in company.intake.users.values()]
    rows: Rows = {}
    months = company.settings.months_from(min((local(at) for at, _, _ in created), default=date.max))
    cells = {cell for account_cells in company.cells.values() for cell in account_cells}
    for month in months:
        for cell in cells:
            rows[month, *cell] = {"signed_up_account_count": 0, "signed_up_user_count": no_users}
    for at, account, kind in created:
        for cell in company.cells[account]:
            rows[local(at).replace(day=1), *cell][f"signed_up_{kind}_count"] += 1
    return rows

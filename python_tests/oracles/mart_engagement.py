"""What the marts of engagement, usage churn, return and feature adoption must hold, row by row."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from python_tests.oracles.company import Company
from python_tests.oracles.engagement import (
    ENTITIES,
    MOVEMENTS,
    active_days,
    change,
    cohort,
    everyone,
    features,
    first_day,
    home,
    kinds,
    last_28_days,
    movements,
    windows,
)
from python_tests.oracles.mart_revenue import Rows, attributes
from python_tests.oracles.sessions import Session, median_seconds
from python_tests.oracles.settings import month_end, previous_month

SUMS = (
    "active_user_count", "active_day_count", "key_action_count", "login_count", "session_count",
    "session_seconds",
)  # fmt: skip
PER = {
    "key_actions_per_user": ("key_action_count", "active_user_count"),
    "logins_per_user": ("login_count", "active_user_count"),
    "sessions_per_user": ("session_count", "active_user_count"),
    "session_minutes_per_user": ("session_minutes", "active_user_count"),
    "active_days_per_user": ("active_day_count", "active_user_count"),
    "mean_session_seconds": ("session_seconds", "session_count"),
}
Sums = dict[str, int]


def sessions(company: Company) -> Rows:
    return {
        (one.user_id, one.session_id, one.started_at): {
            "account_id": home(company, "user", one.user_id),
            "session_seconds": one.seconds,
            "event_count": len(one.moments),
            "started_date": one.started_date(company.settings),
            "ended_at": one.ended_at,
            **attributes(company, home(company, "user", one.user_id)),
        }
        for one in company.sessions
    }


def _session_month(company: Company, one: Session) -> date:
    return one.started_date(company.settings).replace(day=1)


def _user_months(company: Company) -> dict[tuple[str, date], Sums]:
    found: defaultdict[tuple[str, date], Sums] = defaultdict(lambda: dict.fromkeys(SUMS, 0))
    for user_id, days in active_days(company, "user").items():
        for day in days:
            found[user_id, day.replace(day=1)]["active_day_count"] += 1
    for day, row in company.events:
        kind = kinds(company).get(row["event_name"])
        if kind and row["user_id"] is not None:
            found[row["user_id"], day.replace(day=1)][f"{kind}_count"] += 1
    for one in company.sessions:
        sums = found[one.user_id, _session_month(company, one)]
        sums["session_count"] += 1
        sums["session_seconds"] += one.seconds
    for sums in found.values():
        sums["active_user_count"] = 1
    return found


def engagement_user_months(company: Company) -> Rows:
    rows: Rows = {}
    for (user_id, month), sums in _user_months(company).items():
        account_id = home(company, "user", user_id)
        rows[user_id, month] = {
            **sums,
            "session_minutes": sums["session_seconds"] / 60,
            "account_id": account_id,
            **attributes(company, account_id),
        }
    return rows


def engagement_monthly_by_breakdown(company: Company) -> Rows:
    rows: Rows = {}
    totals: defaultdict[tuple[Any, ...], Sums] = defaultdict(lambda: dict.fromkeys(SUMS, 0))
    held: defaultdict[tuple[Any, ...], list[Session]] = defaultdict(list)
    for (user_id, month), sums in _user_months(company).items():
        for cell in company.cells[home(company, "user", user_id)]:
            for name, value in sums.items():
                totals[month, *cell][name] += value
    for one in company.sessions:
        for cell in company.cells[home(company, "user", one.user_id)]:
            held[_session_month(company, one), *cell].append(one)
    for month in company.settings.months_from(first_day(active_days(company, "user"))):
        for cell in everyone(company):
            row: dict[str, Any] = dict(totals[month, *cell])
            row["session_minutes"] = row["session_seconds"] / 60
            for name, (over, under) in PER.items():
                row[name] = row[over] / row[under] if row[under] else None
            row["median_session_seconds"] = median_seconds(held[month, *cell])
            before = rows.get((previous_month(month), *cell), {})
            for name in (*PER, "median_session_seconds"):
                row[f"{name}_change"], row[f"{name}_change_rate"] = change(row[name], before.get(name))
            row["is_complete"] = month_end(month) <= company.settings.as_of
            rows[month, *cell] = row
    return rows


def usage_movements(company: Company) -> Rows:
    rows: Rows = {}
    for entity in ENTITIES:
        for (who, month), kind in movements(company, entity).items():
            rows[entity, who, month] = {
                "movement_type": kind,
                "opening_count": int(kind in ("retained", "churned")),
                "active_count": int(kind != "churned"),
                **{f"{one}_count": int(one == kind) for one in MOVEMENTS},
                **attributes(company, home(company, entity, who)),
            }
    return rows


def usage_lifecycle_monthly_by_breakdown(company: Company) -> Rows:
    rows: Rows = {}
    for entity in ENTITIES:
        counted: Counter[tuple[Any, ...]] = Counter()
        for (who, month), kind in movements(company, entity).items():
            for cell in company.cells[home(company, entity, who)]:
                counted[month, kind, *cell] += 1
        for month in company.settings.months_from(first_day(active_days(company, entity))):
            for cell in everyone(company):
                new, retained, back, lost = (counted[month, kind, *cell] for kind in MOVEMENTS)
                rows[month, entity, *cell] = {
                    "opening_count": retained + lost,
                    "new_count": new,
                    "retained_count": retained,
                    "resurrected_count": back,
                    "churned_count": lost,
                    "active_count": new + retained + back,
                    "usage_churn_rate": lost / (retained + lost) if retained + lost else None,
                    "is_complete": month_end(month) <= company.settings.as_of,
                }
    return rows


def stickiness_frequency_by_breakdown(company: Company) -> Rows:
    """How many were active on exactly so many days; who was on three is not also among those with two."""
    counted: Counter[tuple[Any, ...]] = Counter()
    active: Counter[tuple[Any, ...]] = Counter()
    for entity in ENTITIES:
        for who, days in active_days(company, entity).items():
            for month, count in Counter(day.replace(day=1) for day in days).items():
                for cell in company.cells[home(company, entity, who)]:
                    counted[month, entity, count, *cell] += 1
                    active[month, entity, *cell] += 1
    return {
        (month, entity, count, *cell): {
            "entity_count": number,
            "active_count": active[month, entity, *cell],
            "active_share": number / active[month, entity, *cell],
            "is_complete": month_end(month) <= company.settings.as_of,
        }
        for (month, entity, count, *cell), number in counted.items()
    }


def usage_returns(company: Company) -> Rows:
    return {
        (entity, who, window.name): {
            "cohort_month": cohort(days),
            "kind": window.kind,
            "cohort_count": 1,
            "returned_count": int(window.returned(days)),
            **attributes(company, home(company, entity, who)),
        }
        for entity in ENTITIES
        for who, days in active_days(company, entity).items()
        for window in windows(company)
        if window.is_over(cohort(days), company.settings.as_of)
    }


def usage_retention_by_breakdown(company: Company) -> Rows:
    rows: Rows = {}
    for entity in ENTITIES:
        size: Counter[tuple[Any, ...]] = Counter()
        back: Counter[tuple[Any, ...]] = Counter()
        found = active_days(company, entity)
        for who, days in found.items():
            for cell in company.cells[home(company, entity, who)]:
                size[cohort(days), *cell] += 1
                back.update((cohort(days), one.name, *cell) for one in windows(company) if one.returned(days))
        for month in company.settings.months_from(first_day(found)):
            for window in windows(company):
                known = window.is_over(month, company.settings.as_of)
                for cell in everyone(company):
                    count, came = size[month, *cell], back[month, window.name, *cell]
                    rows[month, entity, window.name, *cell] = {
                        "kind": window.kind,
                        "first_day": window.first,
                        "last_day": window.last,
                        "cohort_count": count,
                        "returned_count": came if known else None,
                        "usage_retention_rate": came / count if known and count else None,
                        "is_complete": known,
                    }
    return rows


def account_features(company: Company) -> Rows:
    rows: Rows = {}
    first, last = last_28_days(company, company.settings.as_of.replace(day=1))
    for account_id, event_name, days in features(company):
        recent = sum(first <= day <= last for day in days)
        rows[account_id, event_name] = {
            "first_used_date": min(days),
            "last_used_date": max(days),
            "event_count": len(days),
            "recent_event_count": recent,
            "adoption_count": 1,
            "feature_status": "in_use" if recent else "abandoned",
            **attributes(company, account_id),
        }
    return rows


def feature_adoption_by_breakdown(company: Company) -> Rows:
    found = list(features(company))
    began: dict[str, date] = {}
    for _, event_name, days in found:
        began[event_name] = min(min(days), began.get(event_name, date.max))
    local = company.settings.local_date
    signed_up = {one: local(row["created_at"]) for one, row in company.intake.accounts.items()}
    rows: Rows = {}
    for month in company.settings.months_from(min(began.values(), default=date.max)):
        first, last = last_28_days(company, month)
        counted: Counter[tuple[Any, ...]] = Counter()
        active = {one for one, _, days in found if any(first <= day <= last for day in days)}
        for account_id, day in signed_up.items():
            for cell in company.cells[account_id]:
                counted["account", *cell] += day <= last
                counted["active", *cell] += account_id in active
        for account_id, event_name, days in found:
            for cell in company.cells[account_id]:
                counted["first", event_name, *cell] += month <= min(days) <= last
                counted["adopted", event_name, *cell] += min(days) <= last
                counted["used", event_name, *cell] += any(first <= day <= last for day in days)
        for event_name, start in began.items():
            for cell in everyone(company) if start <= last else ():
                accounts, alive = counted["account", *cell], counted["active", *cell]
                new, ever, used = (counted[k, event_name, *cell] for k in ("first", "adopted", "used"))
                rows[month, event_name, *cell] = {
                    "account_count": accounts,
                    "active_account_count": alive,
                    "first_use_count": new,
                    "adopted_count": ever,
                    "used_count": used,
                    "abandoned_count": ever - used,
                    "first_use_rate": new / accounts if accounts else None,
                    "use_rate": used / accounts if accounts else None,
                    "abandoned_rate": (ever - used) / accounts if accounts else None,
                    "active_use_rate": used / alive if alive else None,
                    "is_complete": month_end(month) <= company.settings.as_of,
                }
    return rows

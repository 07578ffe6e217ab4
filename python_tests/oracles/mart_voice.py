"""What the marts of customer voice and support must hold, row by row."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from python_tests.oracles import support, voice
from python_tests.oracles.company import Cell, Company
from python_tests.oracles.engagement import active_days, change, home, months_of
from python_tests.oracles.mart_revenue import Rows, attributes
from python_tests.oracles.nps import Nps
from python_tests.oracles.settings import month_end, next_month, previous_month

SCALES = {
    "ces": "1 to 7, 7 is least effort, agreement is 5 to 7",
    "csat": "1 to 5, satisfied is 4 or 5",
}
COMPARED = (
    "tickets_per_user", "product_tickets_per_user", "bug_tickets_per_user", "tickets_per_account",
    "product_tickets_per_account", "bug_tickets_per_account", "unanswered_share",
    "median_first_response_minutes", "p90_first_response_minutes", "mean_first_response_minutes",
    "median_resolution_minutes", "p90_resolution_minutes",
)  # fmt: skip
Months = dict[tuple[date, str, str], list[Any]]


def nps_answers(company: Company) -> Rows:
    rows: Rows = {}
    for answer in company.answers:
        counted, score = answer.is_counted, answer.score
        values: dict[str, Any] = dict(company.answer_cells[answer.response_id])
        values["plan_name"] = values.pop("plan")
        del values["total"]
        rows[(answer.response_id,)] = {
            **values,
            "account_id": answer.account_id,
            "user_id": answer.user_id,
            "score": score,
            "month_start": answer.month_start,
            "quarter_start": answer.quarter_start,
            "is_counted": counted,
            "is_counted_in_quarter": answer.is_counted_in_quarter,
            "response_count": int(counted),
            "promoter_count": int(counted and score >= 9),
            "passive_count": int(counted and 7 <= score <= 8),
            "detractor_count": int(counted and score <= 6),
        }
    return rows


def _scores(one: Nps) -> dict[str, Any]:
    return {
        "promoter_count": one.promoter_count,
        "passive_count": one.passive_count,
        "detractor_count": one.detractor_count,
        "response_count": one.response_count,
        "nps": one.nps,
        "margin_of_error": one.margin_of_error,
    }


def nps_by_breakdown(company: Company) -> Rows:
    rows: Rows = {}
    for grain, found in (("month", company.nps_monthly), ("quarter", company.nps_quarterly)):
        for (start, *cell), one in found.items():
            last_month = start if grain == "month" else next_month(next_month(start))
            rows[grain, start, *cell] = {
                **_scores(one),
                "is_complete": month_end(last_month) <= company.settings.as_of,
            }
    return rows


def _answers(company: Company, survey: str, favourable: str) -> Rows:
    return {
        (one.response_id,): {
            "account_id": one.account_id,
            "user_id": one.user_id,
            "role": one.role,
            "subject": one.subject,
            "score": one.score,
            "response_count": 1,
            favourable: int(one.is_favourable),
            "month_start": one.day.replace(day=1),
            **attributes(company, one.account_id),
        }
        for one in voice.opinions(company, survey)
    }


def ces_answers(company: Company) -> Rows:
    return _answers(company, "ces", "agree_count")


def csat_answers(company: Company) -> Rows:
    return _answers(company, "csat", "satisfied_count")


def _gather(found: list[tuple[date, list[Cell], Any]], values: set[Cell], company: Company) -> Months:
    """What there is in each month from the first on, for each value."""
    held: defaultdict[tuple[date, str, str], list[Any]] = defaultdict(list)
    for day, cells, one in found:
        for cell in cells:
            held[day.replace(day=1), *cell].append(one)
    first = min((day for day, _, _ in found), default=date.max)
    return {
        (month, *cell): held[month, *cell] for month in company.settings.months_from(first) for cell in values
    }


def _opinion_months(company: Company, survey: str) -> Months:
    found = [(one.day, voice.cells(company, one), one) for one in voice.opinions(company, survey)]
    return _gather(found, {cell for _, cells, _ in found for cell in cells}, company)


def ces_monthly_by_breakdown(company: Company) -> Rows:
    rows: Rows = {}
    for key, found in _opinion_months(company, "ces").items():
        agree, points = sum(one.is_favourable for one in found), sum(one.score for one in found)
        rows[key] = {
            "response_count": len(found),
            "score_sum": points,
            "agree_count": agree,
            "ces": points / len(found) if found else None,
            "agree_share": agree / len(found) if found else None,
            "scale": SCALES["ces"],
            "is_complete": month_end(key[0]) <= company.settings.as_of,
        }
    return rows


def csat_monthly_by_breakdown(company: Company) -> Rows:
    rows: Rows = {}
    for key, found in _opinion_months(company, "csat").items():
        satisfied = sum(one.is_favourable for one in found)
        rows[key] = {
            "response_count": len(found),
            "satisfied_count": satisfied,
            "csat": satisfied / len(found) if found else None,
            "scale": SCALES["csat"],
            "is_complete": month_end(key[0]) <= company.settings.as_of,
        }
    return rows


def support_tickets(company: Company) -> Rows:
    return {
        (one.ticket_id,): {
            "account_id": one.account_id,
            "user_id": one.user_id,
            "category": one.category,
            "priority": one.priority,
            "ticket_count": 1,
            "product_ticket_count": int(one.is_product_related),
            "bug_ticket_count": int(one.is_bug),
            "resolved_ticket_count": int(one.resolved_at is not None),
            "unanswered_ticket_count": int(one.is_waiting),
            "first_response_seconds": one.first_response_seconds,
            "first_response_minutes": _minutes(one.first_response_seconds),
            "resolution_seconds": one.resolution_seconds,
            "resolution_minutes": _minutes(one.resolution_seconds),
            "created_date": one.day,
            "month_start": one.day.replace(day=1),
            **attributes(company, one.account_id),
        }
        for one in support.tickets(company)
    }


def _minutes(seconds: int | None) -> float | None:
    return None if seconds is None else seconds / 60


def _active(company: Company, entity: str) -> dict[tuple[date, str, str], int] | None:
    """Active ones of each month and value; None in a company that knows none at all."""
    found: defaultdict[tuple[date, str, str], int] = defaultdict(int)
    for who, days in active_days(company, entity).items():
        for month in months_of(days):
            for cell in company.cells[home(company, entity, who)]:
                found[month, *cell] += 1
    return found or None


def support_monthly_by_breakdown(company: Company) -> Rows:
    found = [(one.day, support.cells(company, one), one) for one in support.tickets(company)]
    active = {entity: _active(company, entity) for entity in ("user", "account")}
    values = {cell for _, cells, _ in found for cell in cells}
    values |= {(name, value) for counts in active.values() for _, name, value in counts or ()}
    rows: Rows = {}
    for key, held in sorted(_gather(found, values, company).items()):
        month, breakdown, value = key
        whose = ("total", "all") if breakdown in ("category", "priority") else (breakdown, value)
        replied = [one.first_response_seconds / 60 for one in held if one.first_response_seconds is not None]
        solved = [one.resolution_seconds / 60 for one in held if one.resolution_seconds is not None]
        counts = {
            "ticket_count": len(held),
            "product_ticket_count": sum(one.is_product_related for one in held),
            "bug_ticket_count": sum(one.is_bug for one in held),
        }
        row: dict[str, Any] = dict(counts)
        row["resolved_ticket_count"] = sum(one.resolved_at is not None for one in held)
        row["unanswered_ticket_count"] = sum(one.is_waiting for one in held)
        row["first_response_count"] = len(replied)
        for entity, there in active.items():
            n = None if there is None else there.get((month, *whose), 0)
            row[f"active_{entity}_count"] = n
            for name, count in counts.items():
                per = f"{name.removesuffix('_count')}s_per_{entity}"
                row[per] = count / n if n else None
        row["unanswered_share"] = row["unanswered_ticket_count"] / len(held) if held else None
        row["median_first_response_minutes"] = support.quantile(replied, 0.5)
        row["p90_first_response_minutes"] = support.quantile(replied, 0.9)
        row["mean_first_response_minutes"] = sum(replied) / len(replied) if replied else None
        row["median_resolution_minutes"] = support.quantile(solved, 0.5)
        row["p90_resolution_minutes"] = support.quantile(solved, 0.9)
        before = rows.get((previous_month(month), breakdown, value), {})
        for name in COMPARED:
            row[f"{name}_change"], row[f"{name}_change_rate"] = change(row[name], before.get(name))
        row["is_complete"] = month_end(month) <= company.settings.as_of
        rows[key] = row
    return rows

"""What the North Star marts must hold, row by row."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from itertools import chain
from typing import Any

from python_tests.oracles.company import Company
from python_tests.oracles.mart_revenue import Rows
from python_tests.oracles.north_star import Evaluated, Period

CAME_AND_WENT = ("new_count", "retained_count", "resurrected_count", "lost_count")


def north_star_accounts(company: Company) -> Rows:
    return {
        (name, version, start, entity): {
            "entity": found.definition.entity,
            "account_id": one.account_id,
            "quantity": one.quantity,
            "denominator_quantity": one.denominator,
        }
        for (name, version), found in company.north_star.items()
        for (start, entity), one in found.entities.items()
    }


def _came_and_went(company: Company, found: Evaluated) -> Counter[tuple[str, date, str, str]]:
    """How many came and went, by kind, period, breakdown and value: one period after the other."""
    counts: Counter[tuple[str, date, str, str]] = Counter()
    by_start: defaultdict[date, dict[str, str]] = defaultdict(dict)
    for (start, entity), one in found.entities.items():
        by_start[start][entity] = one.account_id
    ever: set[str] = set()
    before: dict[str, str] = {}
    for start in sorted({key[0] for key in found.periods}):
        now = by_start[start]
        kinds = {
            "new_count": now.keys() - ever,
            "retained_count": now.keys() & before.keys(),
            "resurrected_count": (now.keys() & ever) - before.keys(),
            "lost_count": before.keys() - now.keys(),
        }
        for kind, entities in kinds.items():
            accounts = (now.get(entity) or before[entity] for entity in entities)
            cells = Counter(chain.from_iterable(company.cells[account] for account in accounts))
            counts.update({(kind, start, *cell): count for cell, count in cells.items()})
        ever |= now.keys()
        before = now
    return counts


def _parts(reports: str, period: Period) -> tuple[float, float]:
    """Numerator and denominator of what is reported."""
    match reports:
        case "count":
            return period.qualifying_count, 1
        case "share":
            return period.qualifying_count, period.population_count
        case "quantity":
            return float(period.quantity), 1
    return float(period.quantity), float(period.denominator)


def _history(company: Company, found: Evaluated) -> dict[tuple[date, str, str], dict[str, Any]]:
    """The reported value of each period, next to the periods before."""
    rows: dict[tuple[date, str, str], dict[str, Any]] = {}
    length = company.settings.north_star_trailing_periods
    series: defaultdict[tuple[str, str], list[date]] = defaultdict(list)
    for start, breakdown, name in sorted(found.periods):
        series[breakdown, name].append(start)
    for (breakdown, name), starts in series.items():
        periods = [found.periods[start, breakdown, name] for start in starts]
        parts = [_parts(found.definition.reports, period) for period in periods]
        values = [over / under if under else None for over, under in parts]
        for n, start in enumerate(starts):
            is_complete, value, before = periods[n].is_complete, values[n], values[n - 1] if n else None
            last = parts[n + 1 - length : n + 1] if is_complete and n + 1 >= length else []
            under = sum(part[1] for part in last)
            rows[start, breakdown, name] = {
                "reported_value": value,
                "previous_value": before,
                "value_change": (
                    value - before if is_complete and value is not None and before is not None else None
                ),
                "trailing_average": sum(part[0] for part in last) / under if under else None,
                "previous_qualifying_count": periods[n - 1].qualifying_count if n else None,
            }
    return rows


def north_star_periods_by_breakdown(company: Company) -> Rows:
    rows: Rows = {}
    for (name, version), found in company.north_star.items():
        definition = found.definition
        moved, history = _came_and_went(company, found), _history(company, found)
        for key, period in found.periods.items():
            rows[name, version, *key] = {
                "label": definition.label,
                "entity": definition.entity,
                "reports": definition.reports,
                "period_end": period.period_end,
                "window_unit": definition.window_unit,
                "qualifying_count": period.qualifying_count,
                "population_count": period.population_count,
                "qualifying_share": period.share,
                "quantity": period.quantity,
                "denominator_quantity": period.denominator if definition.reports == "rate" else None,
                "is_primary": definition.is_primary,
                "is_in_force": period.is_in_force,
                "is_complete": period.is_complete,
                **history[key],
                **{
                    kind: moved[kind, *key] if definition.window_days is None else None
                    for kind in CAME_AND_WENT
                },
            }
    return rows


def north_star_catalog(company: Company) -> Rows:
    """Every definition, computed or not, and the events that it waits for in vain."""
    seen = {row["event_name"] for _, row in company.events}
    for entity, everyone in (("account", company.intake.accounts), ("user", company.intake.users)):
        seen |= {f"({entity}_signed_up)"} if everyone else set()
    return {
        (one.name, one.version): {
            "label": one.label,
            "status": one.status,
            "window_days": one.window_days,
            "population": one.population,
            "is_vanity": one.is_vanity,
            "is_computed": one.is_computed,
            "missing_event_names": ", ".join(sorted(one.named_events - seen)) or None
            if company.events
            else None,
        }
        for one in company.all_definitions
    }

"""What the marts of outcomes and their influencers must hold, row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from python_tests.oracles import (
    mart_activation,
    mart_engagement,
    mart_north_star,
    mart_retention,
    mart_revenue,
    mart_usage,
    mart_voice,
)
from python_tests.oracles.candidates import Comparison, Observed, Sides
from python_tests.oracles.company import Company
from python_tests.oracles.drivers import (
    LAGS,
    Hypothesis,
    Months,
    accounts_side,
    difference_interval,
    holds,
    verdicts,
)
from python_tests.oracles.engagement import reference_rows
from python_tests.oracles.mart_candidates import histories_of, limited_to, observations_of
from python_tests.oracles.mart_revenue import Rows
from python_tests.oracles.retention import month_after
from python_tests.oracles.rows import rows_of
from python_tests.oracles.settings import month_end

Series = Mapping[date, float]
ALL = "all"
COUNTS = {
    "key_actions_per_user": "key_action_count",
    "logins_per_user": "login_count",
    "session_minutes_per_user": "session_seconds",
    "active_days_per_user": "active_day_count",
}
CHURNED, EXPANDED = "churned", "expanded"
ACCOUNT_OUTCOMES = {
    "logo_churn_rate": CHURNED, "gross_mrr_churn_rate": CHURNED, "renewal_logo_churn_rate": "not_renewed",
    "nrr_1m": EXPANDED, "nrr_3m": EXPANDED, "nrr_12m": EXPANDED, "nps": "nps",
    "north_star_share": "north_star",
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """Where a metric stands; `at` is the start of the row's period, if the row is the metric's."""

    rows: Callable[[Company], Rows]
    column: str
    at: Callable[[tuple[Any, ...], Mapping[str, Any]], date | None]


def _monthly(key: tuple[Any, ...], _: Mapping[str, Any]) -> date | None:
    return key[0] if key[1] == "total" else None


def _after(months: int) -> Callable[[tuple[Any, ...], Mapping[str, Any]], date | None]:
    return lambda key, _: key[0] if key[1:3] == (months, "total") else None


def _of_step(name: str) -> Callable[[tuple[Any, ...], Mapping[str, Any]], date | None]:
    return lambda key, _: key[0] if key[1] == "total" and key[3] == name else None


def _month_of_nps(key: tuple[Any, ...], _: Mapping[str, Any]) -> date | None:
    return key[1] if key[0] == "month" and key[2] == "total" else None


def _primary(key: tuple[Any, ...], row: Mapping[str, Any]) -> date | None:
    return key[2] if key[3] == "total" and row["is_primary"] and row["is_in_force"] else None


SOURCES = {
    **{
        name: Source(mart_revenue.churn_monthly_by_breakdown, name, _monthly) for name in ("logo_churn_rate",)
    },
    **{
        name: Source(mart_engagement.engagement_monthly_by_breakdown, name, _monthly)
        for name in ("key_actions_per_user", "logins_per_user", "session_minutes_per_user")
    },
    "stickiness": Source(mart_usage.active_users_daily_by_breakdown, "stickiness", _monthly),
    "nps": Source(mart_voice.nps_by_breakdown, "nps", _month_of_nps),
    "ces": Source(mart_voice.ces_monthly_by_breakdown, "ces", _monthly),
    **{
        name: Source(mart_voice.support_monthly_by_breakdown, name, _monthly)
        for name in ("tickets_per_user", "median_first_response_minutes", "bug_tickets_per_account")
    },
    "nrr_3m": Source(mart_retention.revenue_retention_monthly_by_breakdown, "nrr", _after(3)),
    "activation_rate": Source(
        mart_activation.activation_cohorts_by_breakdown, "step_rate", _of_step("first_value")
    ),
    "onboarded_rate": Source(
        mart_activation.activation_cohorts_by_breakdown, "step_rate", _of_step("onboarded")
    ),
    "north_star_share": Source(mart_north_star.north_star_periods_by_breakdown, "qualifying_share", _primary),
}


def hypotheses(company: Company) -> list[Hypothesis]:
    return [
        Hypothesis(
            row["outcome_metric"], row["influencer_metric"], 1 if row["expected_sign"] == "+" else -1,
            int(row["expected_lag_months"]), row["account_measure"] or None,
        )
        for row in reference_rows(company, "metric_influencers")
    ]  # fmt: skip


@cache
def _first_month(company: Company) -> date:
    """The month of the company's first sign-up, event or contract: a week may begin before it."""
    local = company.settings.local_date
    days = [local(row["created_at"]) for row in company.intake.accounts.values()]
    days += [day for day, _ in company.events]
    days += [month for month, _, _ in company.monthly]
    return min(days, default=date.max).replace(day=1)


@cache
def series(company: Company, metric: str) -> Series:
    """Known values by month; a metric kept by day or week stands there with the month's last complete one."""
    source, first = SOURCES[metric], _first_month(company)
    last: dict[date, tuple[date, Any]] = {}
    as_of = company.settings.as_of
    for key, row in rows_of(source.rows, company).items():
        start = source.at(key, row)
        if start is not None and month_end(start) <= as_of and row.get("is_complete", start <= as_of):
            month = start.replace(day=1)
            if month >= first and (month not in last or last[month][0] < start):
                last[month] = start, row[source.column]
    return {month: float(value) for month, (_, value) in last.items() if value is not None}


def periods(company: Company) -> dict[str, bool]:
    """Years from the first known month on, and whether they are over."""
    known = [series(company, name) for one in hypotheses(company) for name in (one.outcome, one.influencer)]
    first = min((month for one in known for month in one), default=None)
    if first is None:
        return {}
    as_of = company.settings.as_of
    years = {
        str(month.year): date(month.year, 12, 31) <= as_of for month in company.settings.months_from(first)
    }
    return {**years, ALL: True}


def _pairs(company: Company, one: Hypothesis, period: str, lag: int) -> Months:
    before, after = series(company, one.influencer), series(company, one.outcome)
    return Months(
        tuple(
            (value, after[month_after(month, lag)])
            for month, value in before.items()
            if month_after(month, lag) in after and period in (ALL, str(month_after(month, lag).year))
        )
    )


def driver_analysis(company: Company) -> Rows:
    rows: Rows = {}
    for one in hypotheses(company):
        for period, is_over in periods(company).items():
            for lag in LAGS:
                months = _pairs(company, one, period, lag)
                lower, upper = months.interval or (None, None)
                rows[one.outcome, one.influencer, period, lag] = {
                    "is_expected_lag": lag == one.lag,
                    "expected_sign": one.sign,
                    "month_count": len(months.pairs),
                    "rank_correlation": months.correlation,
                    "correlation_lower": lower,
                    "correlation_upper": upper,
                    "no_correlation_reason": months.reason(
                        bool(series(company, one.outcome)), bool(series(company, one.influencer))
                    ),
                    "is_complete": is_over,
                }
    return rows


@cache
def north_star_months(company: Company) -> dict[Observed, tuple[int, int]]:
    """Of accounts that pay at a month's end: the North Star's windows that ended in it, and those met."""
    found: dict[Observed, tuple[int, int]] = {}
    for one in company.north_star.values():
        if not one.definition.is_primary:
            continue
        reach = timedelta(days=(one.definition.window_days or 1) - 2)
        starts: defaultdict[date, list[date]] = defaultdict(list)
        for (start, breakdown, _), period in one.periods.items():
            if breakdown == "total" and period.is_complete and period.is_in_force:
                starts[(period.period_end + reach).replace(day=1)].append(start)
        met = {(entity.account_id, start) for (start, _), entity in one.entities.items()}
        for month, ended in starts.items():
            scope = limited_to(company, one, ended)
            for account_id, history in histories_of(company).items():
                if month in history and history[month].mrr > 0 and (scope is None or account_id in scope):
                    windows, times = found.get((account_id, month), (0, 0))
                    met_now = sum((account_id, start) in met for start in ended)
                    found[account_id, month] = windows + len(ended), times + met_now
    return found


@cache
def _with(company: Company, measure: str) -> dict[Observed, bool]:
    """Whether an account has the influencer in a month at whose end it pays."""
    if measure == "north_star":
        return {key: met > 0 for key, (_, met) in north_star_months(company).items()}
    did: defaultdict[Observed, list[int]] = defaultdict(list)
    for (_, month), row in rows_of(mart_engagement.engagement_user_months, company).items():
        did[row["account_id"], month].append(row[COUNTS[measure]])
    first = min((month for _, month in did), default=date.max)
    by_month: defaultdict[date, dict[str, float]] = defaultdict(dict)
    for account_id, history in histories_of(company).items():
        for month, one in history.items():
            if one.mrr > 0 and month >= first:
                values = did.get((account_id, month), [0])
                by_month[month][account_id] = sum(values) / len(values)
    found: dict[tuple[str, date], bool] = {}
    for month, accounts in by_month.items():
        middle = sorted(accounts.values())[(len(accounts) - 1) // 2]
        found |= {(account_id, month): value > middle for account_id, value in accounts.items()}
    return found


def _observed(company: Company, who: Observed, horizon: int, outcome: str) -> tuple[int, int]:
    """How often the outcome could happen to an account after a month, and how often it did."""
    account_id, month = who
    cells = observations_of(company)[account_id][month]
    if outcome == "north_star":
        later = north_star_months(company).get((account_id, month_after(month, horizon)))
        known = later is not None and ("retained", horizon) in cells
        return (1, int(later[1] > 0)) if known and later else (0, 0)
    plain = {CHURNED: "retained", "not_renewed": "renewed"}.get(outcome)
    count, total = cells.get((plain or outcome, horizon), (0, 0))
    return count, count - total if plain else total


@cache
def _compared(company: Company, measure: str, outcome: str, horizon: int, period: str) -> Comparison:
    sides = Sides()
    for (account_id, month), has_it in _with(company, measure).items():
        if period in (ALL, str(month_after(month, horizon).year)):
            count, total = _observed(company, (account_id, month), horizon, outcome)
            if count:
                sides.add(account_id, has_it, count, total)
    return sides.compared()


def driver_verdicts(company: Company) -> Rows:
    rows: Rows = {}
    answers: defaultdict[tuple[str, str], dict[tuple[str, str, str], bool | None]] = defaultdict(dict)
    least = company.settings.north_star_minimum_accounts
    for one in hypotheses(company):
        for period in periods(company):
            key, months = (one.outcome, one.influencer, period), _pairs(company, one, period, one.lag)
            row: dict[str, Any] = {
                "rank_correlation": months.correlation,
                "account_measure": one.measure,
                "with_account_count": 0,
                "without_account_count": 0,
                "difference": None,
            }
            side = None
            if one.measure is not None:
                outcome = ACCOUNT_OUTCOMES[one.outcome]
                found = _compared(company, one.measure, outcome, one.horizon, period)
                shown, side = difference_interval(found, least), accounts_side(found, least)
                row |= dict(zip(("with_account_count", "without_account_count"), found.counts, strict=True))
                row |= dict(zip(("with_mean", "without_mean"), found.means, strict=True))
                ends = shown or (None, None, None)
                row |= dict(zip(("difference", "difference_lower", "difference_upper"), ends, strict=True))
            rows[key] = row
            answers[one.outcome, period][key] = holds(one.sign, side, months.side)
    for (outcome, period), of_outcome in answers.items():
        values = {v for month, v in series(company, outcome).items() if period in (ALL, str(month.year))}
        for key, verdict in zip(of_outcome, verdicts(of_outcome.values(), len(values) > 1), strict=True):
            rows[key]["verdict"] = verdict
    return rows

"""What the marts of activation, trials, anniversaries and returns must hold, row by row."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import cache
from typing import Any

from python_tests.oracles import mart_north_star
from python_tests.oracles.activation import Evidence, Outcome, is_complete, median_days, outcomes, read_steps
from python_tests.oracles.company import Company
from python_tests.oracles.mart_revenue import Rows, attributes
from python_tests.oracles.return_drivers import newcombe, return_sides
from python_tests.oracles.rows import rows_of
from python_tests.oracles.settings import month_end
from python_tests.oracles.trials import Trial, anniversaries, trials

STEPS = ("onboarded", "first_value", "north_star", "paying", "retained", "expanded")
TRIALS = (
    "trial_count", "trial_cohort_count", "converted_trial_count", "first_week_cohort_count",
    "first_week_active_trial_count",
)  # fmt: skip
YEARS = ("first_year", "second_year")
DAY = timedelta(days=1)


@cache
def outcomes_of(company: Company) -> dict[str, list[Outcome]]:
    events, weeks, grown = defaultdict(list), defaultdict(list), defaultdict(list)
    for day, row in company.events:
        events[row["account_id"]].append((day, row))
    periods = {
        key[:3]: row["period_end"] - DAY
        for key, row in rows_of(mart_north_star.north_star_periods_by_breakdown, company).items()
        if key[3] == "total" and row["is_primary"] and row["is_in_force"] and row["is_complete"]
    }
    for key, row in rows_of(mart_north_star.north_star_accounts, company).items():
        if key[:3] in periods:
            weeks[row["account_id"]].append(periods[key[:3]])
    for one in company.movements:
        if one.amounts["expansion_mrr"] > 0 and month_end(one.month_start) <= company.settings.as_of:
            grown[one.account_id].append(month_end(one.month_start))
    evidence = Evidence(
        company.intake,
        company.ledger,
        events,
        weeks,
        grown,
        min((day for day, _ in company.events), default=None),
        min((start for _, _, start in periods), default=None),
        bool(company.terms),
    )
    return outcomes(read_steps(company.reference), evidence)


def account_activation(company: Company) -> Rows:
    rows: Rows = {}
    for account_id, found in outcomes_of(company).items():
        by_name = {one.step.name: one for one in found}
        created = company.settings.local_date(company.intake.accounts[account_id]["created_at"])
        row: dict[str, Any] = {**attributes(company, account_id), "created_date": created}
        for name in STEPS:
            one = by_name.get(name)
            row[f"{name}_date"] = one and one.reached
            row[f"days_to_{name}"] = one.days if one else None
            row[f"is_{name}_window_over"] = one.is_window_over if one else None
            row[f"{name}_cohort_count"] = int(one is not None and one.is_complete)
            row[f"{name}_reached_count"] = int(one is not None and one.is_complete and one.is_in_window)
        rows[(account_id,)] = row
    return rows


def activation_cohorts_by_breakdown(company: Company) -> Rows:
    as_of = company.settings.as_of
    cohorts: defaultdict[tuple[Any, ...], list[tuple[list[Outcome], int]]] = defaultdict(list)
    for account_id, found in outcomes_of(company).items():
        for place, one in enumerate(found):
            for cell in company.cells[account_id]:
                cohorts[one.month, *cell, one.step.name].append((found, place))
    rows: Rows = {}
    for key, members in cohorts.items():
        whole = [found[place] for found, place in members]
        step = whole[0].step
        done, measured = whole[0].is_complete, whole[0].is_measured
        reached = sum(one.is_in_window for one in whole)
        funnel = sum(all(one.is_in_window for one in found[: place + 1]) for found, place in members)
        base = sum(place > 0 and all(one.is_in_window for one in found[:place]) for found, place in members)
        not_yet = sum(one.reached is None for one in whole)
        spans = [((as_of - one.created).days if one.days is None else one.days, one.days is not None)
                 for one in whole]  # fmt: skip
        rows[key] = {
            "step_number": step.number,
            "step_label": step.label,
            "window_days": step.window_days,
            "signed_up_account_count": len(whole),
            "cohort_account_count": len(whole) if done else None,
            "reached_account_count": reached if done else None,
            "step_rate": reached / len(whole) if done else None,
            "funnel_account_count": funnel if done else None,
            "funnel_base_account_count": base if done else None,
            "funnel_conversion_rate": funnel / base if done and base else None,
            "median_days_to_step": median_days(spans) if measured else None,
            "not_yet_account_count": not_yet if measured else None,
            "not_yet_share": not_yet / len(whole) if measured else None,
            "is_complete": done,
        }
    return rows


@cache
def trials_of(company: Company) -> list[tuple[Trial, dict[str, int], bool]]:
    """Each with its counts, and whether events were kept then."""
    active = defaultdict(set)
    for account_id, _, day in company.usage_days:
        active[account_id].add(day)
    first_event = min((day for day, _ in company.events), default=date.max)
    settings, found = company.settings, []
    for account_id, terms in company.terms_of.items():
        for one in trials(account_id, terms, company.ledger, active[account_id], settings.as_of):
            counts = not one.is_paying_at_start
            is_known = one.start.replace(day=1) >= first_event.replace(day=1)
            cohort = counts and is_complete(one.start, settings.trial_window_days, settings.as_of)
            first_week = counts and is_known and is_complete(one.start, 6, settings.as_of)
            days = one.days_to_paid
            flags = (
                counts, cohort, cohort and days is not None and days <= settings.trial_window_days,
                first_week, first_week and one.is_active_in_first_week,
            )  # fmt: skip
            found.append((one, dict(zip(TRIALS, map(int, flags), strict=True)), is_known))
    return found


def account_trials(company: Company) -> Rows:
    return {
        (one.account_id, one.number): {
            **attributes(company, one.account_id),
            "trial_started_date": one.start,
            "month_start": one.start.replace(day=1),
            "trial_ended_date": one.end,
            "is_paying_at_start": one.is_paying_at_start,
            "paid_date": one.paid,
            "days_to_paid": one.days_to_paid,
            "is_active_in_first_week": one.is_active_in_first_week if is_known else None,
            **counts,
        }
        for one, counts, is_known in trials_of(company)
    }


def trials_monthly_by_breakdown(company: Company) -> Rows:
    sums: defaultdict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
    for one, counts, _ in trials_of(company):
        if counts["trial_count"]:
            for cell in company.cells[one.account_id]:
                sums[one.start.replace(day=1), *cell].update(counts)
    rows: Rows = {}
    for key, found in sums.items():
        started, cohort, converted, weeks, active = (found[name] for name in TRIALS)
        rows[key] = {
            "trial_count": started,
            "trial_cohort_count": cohort or None,
            "converted_trial_count": converted if cohort else None,
            "trial_to_paid_rate": converted / cohort if cohort else None,
            "first_week_cohort_count": weeks or None,
            "first_week_active_trial_count": active if weeks else None,
            "first_week_active_trial_rate": active / weeks if weeks else None,
            "is_complete": cohort > 0,
        }
    return rows


def account_anniversaries(company: Company) -> Rows:
    rows: Rows = {}
    for one in anniversaries(company.ledger, company.settings):
        (first, second), (first_done, second_done) = one.pays, one.is_complete
        rows[(one.account_id,)] = {
            **attributes(company, one.account_id),
            "first_paid_date": one.first_paid,
            "month_start": one.first_paid.replace(day=1),
            "first_anniversary_date": one.days[0],
            "is_paying_on_first_anniversary": first,
            "second_anniversary_date": one.days[1],
            "is_paying_on_second_anniversary": second,
            "paid_account_count": 1,
            "first_year_base_count": int(first_done),
            "first_year_retained_count": int(first_done and bool(first)),
            "second_year_base_count": int(second_done and bool(first)),
            "second_year_retained_count": int(second_done and bool(first and second)),
            "is_first_year_complete": first_done,
            "is_complete": second_done,
        }
    return rows


def anniversary_retention_by_breakdown(company: Company) -> Rows:
    found = account_anniversaries(company)
    members: defaultdict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for (account_id,), row in found.items():
        for cell in company.cells[account_id]:
            members[row["month_start"], *cell].append(row)
    rows: Rows = {}
    for key, whole in members.items():
        one: dict[str, Any] = {"paid_account_count": len(whole)}
        one |= {name: whole[0][name] for name in ("is_first_year_complete", "is_complete")}
        for year, done in zip(YEARS, (one["is_first_year_complete"], one["is_complete"]), strict=True):
            base, kept = (sum(row[f"{year}_{part}_count"] for row in whole) for part in ("base", "retained"))
            one[f"{year}_base_count"] = base if done else None
            one[f"{year}_retained_count"] = kept if done else None
            one[f"{year}_retention_rate"] = kept / base if done and base else None
        rows[key] = one
    return rows


def return_drivers_by_breakdown(company: Company) -> Rows:
    settings = company.settings
    home = {user_id: company.cells[row["account_id"]] for user_id, row in company.intake.users.items()}
    done = {
        "account": ((row["account_id"], day, row["event_name"]) for day, row in company.events),
        "user": ((row["user_id"], day, row["event_name"]) for day, row in company.events if row["user_id"]),
    }
    rows: Rows = {}
    for entity, cells in (("account", company.cells), ("user", home)):
        for key, (who, others) in return_sides(done[entity], cells, settings).items():
            tells = min(who.count, others.count) >= settings.return_minimum_count
            low, high = newcombe(who, others) if tells else (None, None)
            rows[entity, *key] = {
                "with_count": who.count,
                "with_returned_count": who.returned,
                "with_return_rate": who.rate if tells else None,
                "without_count": others.count,
                "without_returned_count": others.returned,
                "without_return_rate": others.rate if tells else None,
                "return_rate_difference": who.rate - others.rate if tells else None,
                "difference_low": low,
                "difference_high": high,
                "return_lift": who.rate / others.rate if tells and others.returned else None,
                "return_from_day": settings.return_day - settings.return_bracket_days + 1,
                "return_to_day": settings.return_day,
            }
    return rows

"""The true answers, for the tests: what was planted, what must be rejected, what the stories are worth."""

from __future__ import annotations

from collections import Counter
from typing import Any

from north_star.demo import parameters as p
from north_star.demo.bad_rows import Bad, row_key
from north_star.demo.ledger import History
from north_star.demo.parameters import Settings
from north_star.demo.stories import Story, month_end_worth, rates_by_month
from north_star.demo.story_events import EDGE, EDGE_WEEKS, qualifying_weeks
from north_star.demo.text import Row


def both(chances: dict[bool, Any]) -> dict[str, Any]:
    """Chances by health, under names that JSON can hold."""
    return {"teamwork": chances[True], "no_teamwork": chances[False]}


def planted() -> dict[str, Any]:
    """The parameters of the story."""
    return {
        "north_star": "weekly_task_teams",
        "vanity": "weekly_active_accounts",
        "health": "whether an account's team works together; it drives the weeks of teamwork, not the logins",
        "churn_at_renewal_by_interval": dict(
            zip(
                p.INTERVALS,
                [
                    both({state: p.CHURN_AT_RENEWAL[state][index] for state in (True, False)})
                    for index in range(len(p.INTERVALS))
                ],
                strict=True,
            )
        ),
        "churn_lead_weeks": list(p.CHURN_LEAD_WEEKS),
        "fresh": {"weeks": p.FRESH_WEEKS, "churn_factor": p.FRESH_LOSS, "expansion_factor": p.FRESH_GAIN},
        "expansion_weekly": both(p.EXPANSION),
        "contraction_weekly": both(p.CONTRACTION),
        "expansion_lead_weeks": list(p.EXPANSION_LEAD_WEEKS),
        "ticket_lead_weeks": [2, 6],
        "outage": {"first_week": "2024-07-22", "last_week": "2024-09-16"},
        "gross_margin": p.GROSS_MARGIN,
    }


def story_truth(stories: tuple[Story, ...], rates: list[Row]) -> dict[str, Any]:
    """What each hand-written account is worth month by month, and which weeks count."""
    by_month = rates_by_month(rates)
    return {
        story.account_id: {
            "story": story.what,
            "month_end_mrr_usd": month_end_worth(story.worth, by_month),
            "month_end_usage_usd": month_end_worth(story.usage_worth, by_month) if story.usage_worth else {},
            "not_committed_months": list(story.not_committed),
            "churned_months": {month: kind for month, kind in story.churned},
            "intra_month_churn": list(story.intra_month_churn),
            "north_star_weeks": qualifying_weeks(story),
        }
        for story in stories
    }


def make_truth(
    settings: Settings,
    counts: dict[str, int],
    extra: dict[str, list[Bad]],
    stories: tuple[Story, ...],
    rates: list[Row],
    history: History,
    contracts: dict[str, Any],
) -> dict[str, Any]:
    """Everything, ready for JSON."""
    bad = {table: [entry for entry in entries if entry.reason] for table, entries in extra.items()}
    return {
        "seed": settings.seed,
        "events": settings.events,
        "accounts": settings.accounts,
        "first_day": str(p.START),
        "as_of": str(p.AS_OF),
        "reporting_currency": "USD",
        "reporting_timezone": "UTC",
        "past_due_grace_days": 30,
        "raw_row_counts": counts,
        "rejected_row_counts": {
            table: dict(sorted(Counter(entry.reason for entry in entries).items()))
            for table, entries in bad.items()
        },
        "rejected_rows": {
            table: sorted([row_key(table, entry.row), entry.reason] for entry in entries)
            for table, entries in bad.items()
        },
        "planted": planted(),
        "simulated": {
            "churned_subscriptions": history.churned_account_count,
            "paying_accounts_at_the_end": history.paying_account_count,
            **contracts,
        },
        "stories": story_truth(stories, rates),
        "week_edges": {
            "account_id": EDGE,
            "weeks": [
                {"week_start": week, "qualifies": counts, "why": why} for week, counts, why, _ in EDGE_WEEKS
            ],
        },
    }

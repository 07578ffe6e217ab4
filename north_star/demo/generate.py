"""Generates a whole company and writes it; the one module that knows all parts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from north_star.demo import (
    bad_billing,
    bad_contracts,
    bad_rows,
    billing,
    company,
    contracts,
    spend,
    truth,
)
from north_star.demo.activity import plan_cells
from north_star.demo.bad_rows import Bad
from north_star.demo.events import FIRST_STEPS, EventMaker
from north_star.demo.financials import company_financials
from north_star.demo.ledger import History
from north_star.demo.migration import Moves, make_moves
from north_star.demo.parameters import Settings
from north_star.demo.story_book import STORIES
from north_star.demo.story_events import story_events
from north_star.demo.text import Row
from north_star.demo.voice import Voice
from north_star.demo.write import Format, Types, Writer, progress


@dataclass(frozen=True)
class Contracts:
    """The billing tables of the simulated accounts, and what was planted in them."""

    moves: Moves
    main_items: list[Row]
    """Plans only: what bad rows are copied from."""
    items: list[Row]
    statuses: list[Row]
    discounts: list[Row]
    planted: dict[str, Any]


def make_contracts(settings: Settings, history: History) -> Contracts:
    """Moves first, then what contracts have besides their plans; moved accounts get none of that."""
    signed = contracts.contracts(history.items)
    moves = make_moves(settings, signed, history.statuses)
    main_items, statuses = moves.items(history.items), moves.statuses(history.statuses)
    signed = [contract for contract in signed if contract.account not in moves.old_ids]
    add_ons = contracts.add_ons(settings, signed)
    usage = contracts.metered_use(settings, signed)
    doubts = contracts.second_thoughts(settings, signed, statuses)
    discounts, discount_counts = contracts.discounts(settings, signed)
    beside: dict[str, list[Row]] = {}
    for row in add_ons + usage:
        beside.setdefault(row[1], []).append(row)
    planted = {
        "metered_subscriptions": len({row[1] for row in usage}),
        "usage_rows": len(usage),
        "add_ons": len(add_ons),
        "discounted_subscriptions": discount_counts,
        "cancellations_taken_back": len(doubts),
        "merges": {old: new for _, old, new in moves.rows},
    }
    return Contracts(
        moves,
        main_items,
        contracts.among(main_items, beside, subscription=1, since=10),
        contracts.among(statuses, doubts, subscription=0, since=2),
        discounts,
        planted,
    )


def good_tables(settings: Settings, voice: Voice, contracts: Contracts) -> dict[str, list[Row]]:
    """All tables but the events, in the order in which they are written; every row is valid."""
    moves, tickets = contracts.moves, voice.tickets()
    spent = spend.marketing_spend(settings)
    return {
        "accounts": with_stories(
            moves.accounts(voice.accounts.rows), [row for story in STORIES for row in story.account_rows()]
        ),
        "users": moves.users(voice.users.rows) + [row for story in STORIES for row in story.user_rows()],
        "subscription_items": contracts.items + [row for story in STORIES for row in story.item_rows()],
        "subscription_statuses": contracts.statuses
        + [row for story in STORIES for row in story.status_rows()],
        "exchange_rates": spend.exchange_rates(settings),
        "survey_responses": moves.renamed("survey_responses", voice.surveys(tickets), "responded_at"),
        "support_tickets": moves.renamed("support_tickets", tickets, "created_at"),
        "marketing_spend": spent,
        "subscription_discounts": contracts.discounts
        + [row for story in STORIES for row in story.discount_rows()],
        "merge_map": moves.rows + [row for story in STORIES for row in story.merge_rows()],
        "company_financials": company_financials(settings, contracts.items, spent),
    }


def bad_tables(good: dict[str, list[Row]], accounts: list[Row], items: list[Row]) -> dict[str, list[Bad]]:
    """The extra rows of the same tables."""
    return {
        "accounts": bad_rows.bad_accounts(accounts),
        "users": bad_rows.bad_users(good["users"]),
        "subscription_items": bad_billing.bad_items(items),
        "subscription_statuses": bad_billing.bad_statuses(good["subscription_statuses"]),
        "exchange_rates": bad_rows.bad_rates(good["exchange_rates"]),
        "survey_responses": bad_rows.bad_surveys(good["survey_responses"]),
        "support_tickets": bad_rows.bad_tickets(good["support_tickets"]),
        "marketing_spend": bad_rows.bad_spend(good["marketing_spend"]),
        "subscription_discounts": bad_contracts.bad_discounts(good["subscription_discounts"], items),
        "merge_map": bad_contracts.bad_merges(good["merge_map"], accounts, items),
        "company_financials": bad_contracts.bad_financials(good["company_financials"]),
    }


def generate(settings: Settings, out: Path, form: Format, types: Types = "text") -> dict[str, int]:
    """Write all tables, `manifest.json` and `truth.json`; return the row counts."""
    accounts = company.make_accounts(settings, settings.accounts - len(STORIES))
    teamwork = company.teamwork(settings, accounts)
    history = billing.Billing(settings, accounts, teamwork).run()
    users = company.make_users(settings, accounts, history.last_week)
    progress(f"{settings.accounts:,} accounts, {len(users.rows):,} users, {len(history.items):,} items")
    billed = make_contracts(settings, history)
    good = good_tables(settings, Voice(settings, accounts, users, teamwork, history), billed)
    extra = bad_tables(good, billed.moves.accounts(accounts.rows), billed.main_items)
    events = bad_billing.extra_events(accounts.rows, users.rows)
    extra["events"] = [bad for _, bad in events]
    writer = Writer(out, form, types)
    writer.clear()
    rng = settings.generator(11)
    for name, rows in good.items():
        writer.table(name, bad_rows.spread(rng, rows, extra[name]))
    placed = story_events(STORIES) + bad_billing.placed_rows(events)
    wanted = settings.events - len(placed) - FIRST_STEPS * len(accounts.ids)
    cells = plan_cells(settings, accounts, teamwork, history.using, wanted)
    maker = EventMaker(settings, accounts, users, cells)
    writer.events(maker.months(), accounts, billed.moves, users.width, placed, settings.events)
    counts = {table: writer.counts[table] for table in sorted(writer.counts)}
    write_json(out / "manifest.json", counts)
    told = truth.make_truth(settings, counts, extra, STORIES, good["exchange_rates"], history, billed.planted)
    write_json(out / "truth.json", told)
    return counts


def with_stories(rows: list[Row], stories: list[Row]) -> list[Row]:
    """The hand-written accounts among the others, in order of sign-up (dates sort as text)."""
    return sorted(rows + stories, key=lambda row: row[2][:10])


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Readable, in UTF-8, with a line feed at the end."""
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")

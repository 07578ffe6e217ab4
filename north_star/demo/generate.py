"""Makes a whole company and writes it: the one place where the parts meet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from north_star.demo import bad_billing, bad_rows, billing, company, spend, truth
from north_star.demo.activity import plan_cells
from north_star.demo.bad_rows import Bad
from north_star.demo.events import FIRST_STEPS, EventMaker
from north_star.demo.parameters import Settings
from north_star.demo.story_book import STORIES
from north_star.demo.story_events import story_events
from north_star.demo.text import Row
from north_star.demo.voice import Voice
from north_star.demo.write import Format, Writer, progress


def generate(settings: Settings, out: Path, form: Format) -> dict[str, int]:
    """Write all tables with `manifest.json` and `truth.json`; the row counts come back."""
    accounts = company.make_accounts(settings, settings.accounts - len(STORIES))
    teamwork = company.teamwork(settings, accounts)
    history = billing.Billing(settings, accounts, teamwork).run()
    users = company.make_users(settings, accounts, history.last_week)
    progress(f"{settings.accounts:,} accounts, {len(users.rows):,} users, {len(history.items):,} items")
    voice = Voice(settings, accounts, users, teamwork, history)
    tickets = voice.tickets()
    good = {
        "accounts": with_stories(accounts.rows, [story.account_row() for story in STORIES]),
        "users": users.rows + [row for story in STORIES for row in story.user_rows()],
        "subscription_items": history.items + [row for story in STORIES for row in story.item_rows()],
        "subscription_statuses": history.statuses + [row for story in STORIES for row in story.status_rows()],
        "exchange_rates": spend.exchange_rates(settings),
        "survey_responses": voice.surveys(tickets),
        "support_tickets": tickets,
        "marketing_spend": spend.marketing_spend(settings),
    }
    extra: dict[str, list[Bad]] = {
        "accounts": bad_rows.bad_accounts(accounts.rows),
        "users": bad_rows.bad_users(users.rows),
        "subscription_items": bad_billing.bad_items(history.items),
        "subscription_statuses": bad_billing.bad_statuses(history.statuses),
        "exchange_rates": bad_rows.bad_rates(good["exchange_rates"]),
        "survey_responses": bad_rows.bad_surveys(good["survey_responses"]),
        "support_tickets": bad_rows.bad_tickets(tickets),
        "marketing_spend": bad_rows.bad_spend(good["marketing_spend"]),
    }
    events = bad_billing.extra_events(accounts.rows, users.rows)
    extra["events"] = [bad for _, bad in events]
    writer = Writer(out, form)
    writer.clear()
    rng = settings.generator(11)
    for name, rows in good.items():
        writer.table(name, bad_rows.spread(rng, rows, extra[name]))
    placed = story_events(STORIES) + bad_billing.placed_rows(events)
    wanted = settings.events - len(placed) - FIRST_STEPS * len(accounts.ids)
    cells = plan_cells(settings, accounts, teamwork, history.using, wanted)
    maker = EventMaker(settings, accounts, users, cells)
    writer.events(maker.months(), accounts, users.width, placed, settings.events)
    counts = {table: writer.counts[table] for table in sorted(writer.counts)}
    write_json(out / "manifest.json", counts)
    rates = good["exchange_rates"]
    write_json(out / "truth.json", truth.make_truth(settings, counts, extra, STORIES, rates, history))
    return counts


def with_stories(rows: list[Row], stories: list[Row]) -> list[Row]:
    """The hand-written accounts among the others, in order of sign-up (dates sort as text)."""
    return sorted(rows + stories, key=lambda row: row[2][:10])


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Readable, in UTF-8, with a line feed at the end."""
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")

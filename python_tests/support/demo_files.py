"""The committed demo as text, and what its generator says about it."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from north_star.demo.text import HEADERS

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "seeds" / "demo"
MOVED = date(2024, 6, 17)
"""The day on which some accounts came from the old billing system."""


@cache
def rows(table: str) -> list[dict[str, str]]:
    """A committed table as text."""
    with (DEMO / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def truth() -> dict[str, Any]:
    """What the generator says about itself."""
    content: dict[str, Any] = json.loads((DEMO / "truth.json").read_text(encoding="utf-8"))
    return content


def instant(written: str) -> datetime:
    """A timestamp in UTC."""
    moment = datetime.fromisoformat(written.strip())
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


@cache
def now_known_as(account: str) -> str:
    """The account that goes on under another id, by the good rows of the merge map."""
    good = {row["old_id"]: row["new_id"] for row in good_merges() if row["entity"].lower() == "account"}
    while account in good:
        account = good[account]
    return account


@cache
def good_merges() -> list[dict[str, str]]:
    """Rows of the merge map without the bad ones (copies of good ones say the same)."""
    bad = {key for key, reason in truth()["rejected_rows"]["merge_map"] if "duplicate" not in reason}
    found = [
        row for row in rows("merge_map") if f"{row['entity'].strip()}|{row['old_id'].strip()}" not in bad
    ]
    return [row for row in found if not row["new_id"].startswith("~")]


def is_beside_the_plan(row: dict[str, str]) -> bool:
    """Whether an item is an add-on or metered use."""
    return row["plan_name"] in ("analytics", "priority_support", "training", "extra_storage", "api_calls")


def good_rows(table: str, prefix: str) -> list[dict[str, str]]:
    """Rows of the simulated accounts; those made by hand and the strange ones are left out."""
    bad = {key for key, _ in truth()["rejected_rows"][table]}
    key = next(iter(HEADERS[table]))
    return [row for row in rows(table) if row[key].startswith(prefix) and row[key] not in bad]

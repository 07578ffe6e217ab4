"""An incremental build ends in the state of a full refresh, whatever came late, changed or went away."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from python_tests.oracles.contract import TABLES
from python_tests.oracles.settings import Settings
from python_tests.support.project import Project, copy_of

TYPES = ("--exclude-resource-type", "unit_test", "test")
SELECTED = (
    "--select", "+sessions", "+north_star_periods_by_breakdown", "+active_users_daily_by_breakdown",
    "+usage_movements", "+users", *TYPES,
)  # fmt: skip
STATE = {
    "usage": """
        select date_day, accounts.entity_id, users.entity_id, event_name, count(*), sum(quantity)
        from intermediate.int_counted_events
        inner join staging.stg_crm__entity_numbers as accounts on account_number = accounts.entity_number
        left join staging.stg_crm__entity_numbers as users on user_number = users.entity_number
        group by all order by all
    """,
    "days": """
        select date_day, accounts.entity_id, users.entity_id, event_count, quantity
        from intermediate.int_user_days
        inner join staging.stg_crm__entity_numbers as accounts on account_number = accounts.entity_number
        left join staging.stg_crm__entity_numbers as users on user_number = users.entity_number
        order by all
    """,
    "qualifying": """
        select definition_id, period_start, qualified_before_start, entities.entity_id, accounts.entity_id,
            quantity, denominator_quantity
        from intermediate.int_north_star_qualifying
        inner join staging.stg_crm__entity_numbers as entities using (entity_number)
        inner join staging.stg_crm__entity_numbers as accounts on account_number = accounts.entity_number
        order by all
    """,
    "north_star": "select * from marts.north_star_periods_by_breakdown order by all",
    "active": "select * from marts.active_users_daily_by_breakdown order by all",
    "movements": "select * from marts.usage_movements order by all",
    "users": "select * from marts.users order by all",
    "sessions": """
        select user_id, session_id, started_at, ended_at, event_count
        from marts.sessions order by all
    """,
    "rejected": """
        select event_id, rejection_reason, raw_text
        from intermediate.int_kept_events where rejection_reason is not null order by all
    """,
}
Event = tuple[str, str, str, str, str, str]


def write_table(raw: Path, table: str, rows: Iterable[Sequence[str]]) -> None:
    with (raw / f"{table}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(TABLES[table].names)
        writer.writerows(rows)


def write_events(path: Path, events: Iterable[Event]) -> None:
    """One Parquet file of events given as id, account, user, name, occurred_at and received_at."""
    path.parent.mkdir(exist_ok=True)
    stamp = path.stat().st_mtime_ns if path.exists() else 0
    with duckdb.connect() as connection:
        columns = ", ".join(f"{name} varchar" for name in TABLES["events"].names)
        connection.execute(f"create table events ({columns})")
        connection.executemany(
            "insert into events (event_id, account_id, user_id, event_name, occurred_at, received_at) "
            "values (?, ?, nullif(?, ''), ?, ?, nullif(?, ''))",
            [list(event) for event in events],
        )
        connection.execute(f"copy events to '{path}' (format parquet)")
    # A file that was rewritten is younger, also where the clock of the file system is coarse.
    if stamp:
        os.utime(path, ns=(stamp + 10**9, stamp + 10**9))


def accounts(raw: Path, *names: str) -> None:
    write_table(raw, "accounts", [(name, name, "2024-01-02T12:00:00Z", "", "", "", "") for name in names])


def subscribe(raw: Path, account: str, start: str, end: str) -> None:
    item = dict.fromkeys(TABLES["subscription_items"].names, "")
    item |= {"subscription_item_id": "i", "subscription_id": "s", "account_id": account, "plan_name": "pro"}
    item |= {"amount": "100", "currency": "USD", "billing_interval": "month", "billing_interval_count": "1"}
    item |= {"started_at": start, "ended_at": end, "is_trial": "false"}
    write_table(raw, "subscription_items", [list(item.values())])


def state(project: Project) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(project.database), read_only=True) as connection:
        return {name: connection.execute(query).fetchall() for name, query in STATE.items()}


@pytest.fixture
def incremental(project: Project, tmp_path: Path) -> Project:
    raw = tmp_path / "raw"
    raw.mkdir()
    return copy_of(project, tmp_path / "project", raw, Settings(date(2024, 3, 10)))


def test_incremental_state_is_that_of_a_full_refresh(incremental: Project, tmp_path: Path) -> None:
    raw = incremental.raw
    assert raw is not None
    accounts(raw, "a", "b")
    write_table(raw, "users", [("u", "a", "", "", "2024-01-02")])
    write_events(raw / "events/1.parquet", [
        ("e1", "a", "u", "task_completed", "2024-02-01T10:00:00Z", "2024-02-01T10:00:05Z"),
        ("e2", "a", "", "task_completed", "2024-02-01T11:00:00Z", ""),
        ("e3", "unknown_yet", "", "task_completed", "2024-02-01T11:00:00Z", ""),
        ("e4", "b", "", "task_completed", "2024-01-02T11:59:59Z", ""),
        ("e5", "a", "", "task_completed", "2024-03-20T10:00:00Z", ""),
    ])  # fmt: skip
    write_events(raw / "events/2.parquet", [
        ("e6", "a", "u", "task_completed", "2024-02-02T10:00:00Z", ""),
        ("e7", "a", "u", "task_completed", "2024-02-03T10:00:00Z", "2024-02-03T10:00:09Z"),
        ("e7", "a", "u", "task_completed", "2024-02-03T10:00:00Z", "2024-02-03T10:00:09Z"),
    ])  # fmt: skip

    def settled(step: str, now: Project) -> None:
        now.dbt("build", *SELECTED)
        fresh = copy_of(now, tmp_path / step, now.raw, now.settings)
        fresh.dbt("build", *SELECTED)
        found, expected = state(now), state(fresh)
        assert found == expected, f"after {step} the incremental build differs from a fresh one"
        assert all(expected.values()), "there is nothing to compare"

    incremental.dbt("build", *SELECTED)

    # Only a file: late events of old days, a replay, other content under an id of another file.
    write_events(raw / "events/3.parquet", [
        ("e1", "a", "u", "task_completed", "2024-02-01T10:00:00Z", "2024-02-01T10:00:05Z"),
        ("e2", "a", "", "other", "2024-01-20T11:00:00Z", "2024-01-20T11:00:00Z"),
        ("e8", "a", "u", "task_completed", "2024-01-15T10:00:00Z", ""),
    ])  # fmt: skip
    settled("late_and_replayed", incremental)

    # No file at all: an account that was missing arrives, others turn out to be older, today moves on, and
    # somebody paid meanwhile.
    write_table(raw, "accounts", [
        (name, name, "2024-01-02T11:00:00Z", "", "", "", "") for name in ("a", "b", "unknown_yet")
    ])  # fmt: skip
    subscribe(raw, "a", "2024-01-20", "2024-02-02")
    later = replace(incremental, settings=Settings(date(2024, 3, 31)))
    settled("judged_anew", later)

    # Only somebody's account is another; then only when an account stopped paying; then only what is asked.
    write_table(raw, "users", [("u", "b", "", "", "2024-01-02")])
    settled("moved", later)
    subscribe(raw, "a", "2024-01-20", "")
    settled("paying_on", later)
    conditions = incremental.root / "seeds/reference/north_star_conditions.csv"
    asked = conditions.read_text(encoding="utf-8")
    conditions.write_text(
        asked.replace("task_completed,count,>=,1,true", "task_completed,count,>=,2,true"), encoding="utf-8"
    )
    settled("asked_for_more", later)
    write_table(raw, "users", [("u", "a", "", "", "2024-01-02")])

    # A file is corrected, another taken back, and an account with it.
    write_events(raw / "events/2.parquet", [
        ("e6", "a", "u", "renamed", "2024-02-02T10:00:00Z", ""),
        ("e9", "a", "u", "task_completed", "2024-02-02T10:45:00Z", ""),
    ])  # fmt: skip
    (raw / "events/3.parquet").unlink()
    accounts(raw, "a", "unknown_yet")
    # The build that sees it first fails after it has counted the days.
    later.dbt("build", "--select", "+int_events", *TYPES)
    settled("corrected_and_taken_back", later)

    # Accounts and users are numbered anew, and nothing else: 0 gets the number that a had, u keeps its own.
    accounts(raw, "0", "a")
    later.dbt("build", "--select", "+stg_crm__entity_numbers", "--full-refresh", *TYPES)
    settled("numbered_anew", later)

    # A pause of 45 minutes ends a session no longer.
    settled("longer_sessions", replace(later, settings=Settings(date(2024, 3, 31), session_gap_minutes=60)))

    # Somebody asks what was known before: today moves back.
    settled("asked_of_an_earlier_day", incremental)

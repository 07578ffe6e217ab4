"""The demo company: the committed files are what the generator writes, and its story can be found in them."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import duckdb
import pytest

from north_star.__main__ import main
from north_star.demo.text import HEADERS
from python_tests.support.demo_files import (
    DEMO,
    MOVED,
    ROOT,
    good_rows,
    instant,
    is_beside_the_plan,
    now_known_as,
    rows,
    truth,
)

FILES = (*(f"{table}.csv" for table in HEADERS), "manifest.json", "truth.json")
MOST_BYTES = 9_000_000
SMALL = ("--events", "12000", "--accounts", "60")

# Every reason that a table can give.
REASONS = {
    "accounts": "missing_key missing_value invalid_timestamp future duplicate conflicting_duplicate",
    "users": "missing_key missing_value invalid_timestamp orphan future duplicate conflicting_duplicate",
    "events": "missing_key missing_value invalid_timestamp invalid_number invalid_boolean orphan future"
    " before_signup duplicate conflicting_duplicate",
    "subscription_items": "missing_key missing_value invalid_number invalid_timestamp invalid_boolean"
    " unknown_interval orphan future negative_amount unknown_currency missing_exchange_rate empty_period"
    " duplicate conflicting_duplicate overlap",
    "subscription_statuses": "missing_key missing_value invalid_timestamp unknown_status orphan future"
    " duplicate conflicting_duplicate",
    "exchange_rates": "missing_key missing_value invalid_date invalid_number future duplicate",
    "survey_responses": "missing_key missing_value invalid_timestamp unknown_survey orphan future"
    " invalid_score duplicate conflicting_duplicate",
    "support_tickets": "missing_key missing_value invalid_timestamp invalid_boolean orphan future"
    " duplicate conflicting_duplicate",
    "marketing_spend": "missing_value invalid_date invalid_number future negative_amount unknown_currency"
    " missing_exchange_rate",
    "subscription_discounts": "missing_key missing_value invalid_number invalid_timestamp unknown_duration"
    " ambiguous_discount orphan future invalid_percent negative_amount empty_period duplicate"
    " conflicting_duplicate",
    "merge_map": "missing_key missing_value unknown_entity merge_cycle orphan duplicate"
    " conflicting_duplicate",
    "company_financials": "missing_key missing_value invalid_date invalid_number future negative_amount"
    " unknown_currency missing_exchange_rate duplicate conflicting_duplicate",
}


def write(out: Path, *options: str) -> Path:
    """Run the command in this process."""
    assert main(["demo-data", "--out", str(out), *options]) == 0
    return out


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small company as CSV."""
    return write(tmp_path_factory.mktemp("small"), *SMALL)


def test_committed_demo_is_what_the_documented_command_writes(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "north_star", "demo-data", "--out", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    changed = [name for name in FILES if (tmp_path / name).read_bytes() != (DEMO / name).read_bytes()]
    assert not changed, f"run `python -m north_star demo-data`: {changed} differ"


def test_same_seed_gives_the_same_bytes(small: Path, tmp_path: Path) -> None:
    again = write(tmp_path, *SMALL)
    assert all((again / name).read_bytes() == (small / name).read_bytes() for name in FILES)


def test_another_seed_gives_another_company(small: Path, tmp_path: Path) -> None:
    other = write(tmp_path, *SMALL, "--seed", "7")
    same = [name for name in FILES if (other / name).read_bytes() == (small / name).read_bytes()]
    assert same == []


def test_parquet_holds_the_same_rows_as_csv(small: Path, tmp_path: Path) -> None:
    other = write(tmp_path, *SMALL, "--format", "parquet")
    with duckdb.connect() as engine:
        for table, columns in HEADERS.items():
            path = other / table / "*.parquet" if table == "events" else other / f"{table}.parquet"
            found = engine.execute(f"select * from read_parquet('{path}')")
            assert [column[0] for column in found.description] == list(columns)
            from_parquet = Counter(tuple(value or "" for value in row) for row in found.fetchall())
            with (small / f"{table}.csv").open(encoding="utf-8", newline="") as file:
                from_csv = Counter(tuple(row) for row in list(csv.reader(file))[1:])
            assert from_parquet == from_csv, table
    assert len(list((other / "events").iterdir())) == 36


def test_natural_types_hold_the_same_values(tmp_path: Path) -> None:
    """What a type cannot hold is null; all else is the text's value."""
    text = write(tmp_path / "text", *SMALL, "--format", "parquet")
    natural = write(tmp_path / "natural", *SMALL, "--format", "parquet", "--types", "natural")
    with duckdb.connect() as engine:
        engine.execute("set timezone = 'UTC'")
        for table, columns in HEADERS.items():
            name = f"{table}/*.parquet" if table == "events" else f"{table}.parquet"
            found = engine.execute(f"describe select * from read_parquet('{natural / name}')").fetchall()
            types = {column: kind for column, kind, *_ in found}
            assert list(types) == list(columns), table
            values = ", ".join(f"try_cast({column} as {kind})" for column, kind in types.items())
            rows_of_text = f"select {values} from read_parquet('{text / name}')"
            rows_of_types = f"select * from read_parquet('{natural / name}')"
            for one, other in ((rows_of_text, rows_of_types), (rows_of_types, rows_of_text)):
                differing = engine.execute(f"select count(*) from ({one} except all {other})").fetchone()
                assert differing == (0,), table
            assert ("created_at" in types) <= (types.get("created_at") == "TIMESTAMP WITH TIME ZONE"), table


def test_csv_has_no_types(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo-data", "--out", str(tmp_path), "--types", "natural"]) == 2
    assert "--format parquet" in capsys.readouterr().err


def test_manifest_counts_the_rows_of_every_table() -> None:
    manifest = json.loads((DEMO / "manifest.json").read_text(encoding="utf-8"))
    assert manifest == {table: len(rows(table)) for table in sorted(HEADERS)}
    assert manifest == truth()["raw_row_counts"]
    assert manifest["events"] == 61_400


def test_files_are_small_and_plain() -> None:
    assert sum((DEMO / name).stat().st_size for name in FILES) < MOST_BYTES
    assert all(b"\r" not in (DEMO / name).read_bytes() for name in FILES)
    for table, columns in HEADERS.items():
        assert tuple(rows(table)[0]) == columns, table


def test_every_reason_of_every_table_is_there() -> None:
    counts = truth()["rejected_row_counts"]
    assert {table: set(reasons) for table, reasons in counts.items()} == {
        table: set(reasons.split()) for table, reasons in REASONS.items()
    }
    for table, listed in truth()["rejected_rows"].items():
        assert Counter(reason for _, reason in listed) == counts[table], table
        # Of a table with few rows, those that give every reason once are a large share.
        assert len(listed) < max(0.15 * len(rows(table)), 30), f"{table}: bad rows are a small share"


def test_bad_rows_are_strewn_over_the_files() -> None:
    places = [index for index, row in enumerate(rows("events")) if row["event_id"].startswith("extra_")]
    assert places[0] < 20_000 and places[-1] > 45_000, places


def test_mistaken_sizes_are_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo-data", "--accounts", "3", "--out", str(tmp_path)]) == 2
    assert "--accounts must be at least" in capsys.readouterr().err
    assert main(["demo-data", "--events", "10", "--out", str(tmp_path)]) == 2
    assert "--events must be at least" in capsys.readouterr().err


def test_stories_say_what_they_are_worth_every_month() -> None:
    stories = truth()["stories"]
    assert all(len(story["month_end_mrr_usd"]) == 36 for story in stories.values())
    worth = {name: story["month_end_mrr_usd"] for name, story in stories.items()}
    assert worth["story_annual"]["2024-05"] == "100.000000"
    assert worth["story_quarterly"]["2023-05"] == "99.666667"
    assert worth["story_win_back"]["2023-12"] == "0.000000"
    assert worth["story_past_due"]["2024-05"] == "0.000000"
    assert set(worth["story_same_month"].values()) == {"0.000000"}
    assert [worth["story_expiring_discount"][month] for month in ("2024-06", "2024-07")] == [
        "240.000000",
        "300.000000",
    ]
    assert set(worth["story_coupon"].values()) == {"0.000000", "150.000000"}
    assert [worth["story_stacked_discounts"][month] for month in ("2025-02", "2025-03")] == [
        "144.000000",
        "160.000000",
    ]
    assert {worth["story_migration"][f"2024-{month:02d}"] for month in range(1, 13)} == {"180.000000"}
    assert stories["story_usage"]["month_end_usage_usd"]["2024-06"] == "25.100000"
    assert stories["story_second_thoughts"]["not_committed_months"] == ["2025-09"]
    assert set(stories) <= {row["account_id"] for row in rows("accounts")}


def test_nobody_elses_tables_are_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "accounts.csv").write_text("mine\n", encoding="utf-8")
    assert main(["demo-data", "--out", str(tmp_path)]) == 2
    assert "name another folder" in capsys.readouterr().err
    assert (tmp_path / "accounts.csv").read_text(encoding="utf-8") == "mine\n"


# The story itself, read from the rows with nothing but the standard library.


@dataclass
class Week:
    """What an account did in a week."""

    created: int = 0
    completed: int = 0
    users: set[str] = field(default_factory=set)

    def qualifies(self) -> bool:
        """The North Star's condition."""
        return self.created >= 3 and self.completed >= 3 and len(self.users) >= 2


@cache
def activity() -> tuple[dict[str, set[date]], dict[str, set[date]]]:
    """Mondays of the qualifying weeks, and of all weeks with any event, of each account."""
    weeks: dict[tuple[str, date], Week] = defaultdict(Week)
    for row in good_rows("events", "e"):
        account = now_known_as(row["account_id"])
        if row["is_internal"] == "true" or not account.startswith(("a", "A")):
            continue
        day = instant(row["occurred_at"]).date()
        week = weeks[account, day - timedelta(days=day.weekday())]
        if row["event_name"] in ("task_created", "task_completed"):
            week.created += row["event_name"] == "task_created"
            week.completed += row["event_name"] == "task_completed"
            week.users.add(row["user_id"])
    qualifying: dict[str, set[date]] = defaultdict(set)
    active: dict[str, set[date]] = defaultdict(set)
    for (account, monday), week in weeks.items():
        active[account].add(monday)
        if week.qualifies():
            qualifying[account].add(monday)
    return qualifying, active


@cache
def paid_periods() -> dict[str, tuple[date, date, bool]]:
    """First paid day, day of leaving (or as_of) and whether the account left; first subscriptions only."""
    as_of = date.fromisoformat(truth()["as_of"])
    found: dict[str, tuple[date, date, bool]] = {}
    for row in rows("subscription_items"):
        account = now_known_as(row["account_id"])
        if row["subscription_id"] != f"{row['account_id']}-s1" or account.startswith("story_"):
            continue
        if row["is_trial"] == "true" or row["plan_name"] == "free" or len(row["amount"]) > 8:
            continue
        if is_beside_the_plan(row):
            continue
        start = instant(row["started_at"]).date()
        end = instant(row["ended_at"]).date() if row["ended_at"] else as_of + timedelta(days=1)
        # What the old billing system says of the end of a subscription that went on counts for nothing.
        end = MOVED if account != row["account_id"] and end > MOVED - timedelta(days=7) else end
        first, last, _ = found.get(account, (start, end, False))
        last = max(last, end)
        found[account] = (min(first, start), last, last <= as_of)
    return found


def churn_rate(weeks: dict[str, set[date]], wanted: bool) -> tuple[float, int]:
    """Share of account-months followed by a loss within a month, by whether there was such a week before."""
    lost = total = 0
    for account, (first, last, left) in paid_periods().items():
        day = first + timedelta(days=28)
        while day < last and day < date(2025, 12, 1):
            before = any(day - timedelta(days=28) <= monday < day for monday in weeks.get(account, ()))
            if before == wanted:
                total += 1
                lost += left and last < day + timedelta(days=28)
            day += timedelta(days=28)
    return lost / total, total


def test_accounts_that_work_together_stay() -> None:
    qualifying, _ = activity()
    (kept, n_kept), (lost, n_lost) = churn_rate(qualifying, True), churn_rate(qualifying, False)
    assert n_kept > 1000 and n_lost > 500
    assert lost > 3 * kept, f"churn {kept:.4f} with, {lost:.4f} without a week of teamwork in the four before"
    assert kept < 0.02 and 0.025 < lost < 0.09


def test_mere_activity_says_little_about_churn() -> None:
    """Unhealthy teams log in as well: weeks with any event do not separate as weeks of teamwork do."""
    qualifying, active = activity()

    def gap(weeks: dict[str, set[date]]) -> float:
        """Mean number of such weeks in the 12 weeks before: of those who stay, less of those who leave."""
        sums: dict[bool, list[int]] = {True: [], False: []}
        for account, (first, last, left) in paid_periods().items():
            if (last - first).days >= 84:
                end = last if left else date(2025, 12, 29)
                sums[left].append(sum(end - timedelta(84) <= week < end for week in weeks.get(account, ())))
        return sum(sums[False]) / len(sums[False]) - sum(sums[True]) / len(sums[True])

    assert gap(qualifying) > 1.5
    assert gap(active) < 0.5 * gap(qualifying)


def test_teamwork_fades_weeks_before_an_account_leaves() -> None:
    qualifying, _ = activity()
    near = far = count = 0
    for account, (first, last, left) in paid_periods().items():
        if left and (last - first).days > 7 * 24:
            count += 1
            weeks = qualifying.get(account, set())
            near += sum(last - timedelta(weeks=5) <= monday < last - timedelta(weeks=1) for monday in weeks)
            far += sum(last - timedelta(weeks=22) <= monday < last - timedelta(weeks=18) for monday in weeks)
    assert count > 25
    assert near < 0.6 * far, (
        f"{near} weeks of teamwork in the month before leaving, {far} four months earlier"
    )


def test_answers_follow_teamwork() -> None:
    qualifying, _ = activity()
    scores: dict[bool, list[int]] = {True: [], False: []}
    for row in good_rows("survey_responses", "r"):
        if row["survey"].strip().lower() == "nps" and row["account_id"]:
            day = instant(row["responded_at"]).date()
            weeks = qualifying.get(now_known_as(row["account_id"]), set())
            scores[any(day - timedelta(days=42) <= monday < day for monday in weeks)].append(
                int(row["score"])
            )

    def nps(values: list[int]) -> float:
        return 100 * (sum(value >= 9 for value in values) - sum(value <= 6 for value in values)) / len(values)

    assert nps(scores[True]) > nps(scores[False]) + 20
    assert 15 < nps(scores[True] + scores[False]) < 50

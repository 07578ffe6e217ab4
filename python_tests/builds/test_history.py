"""What was published stays published: a small company, built again and again, against the oracle."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import duckdb
import pytest

from python_tests.cases.case import account, answer, event, item, user
from python_tests.oracles.metric_history import KEY, Key, ledger, published
from python_tests.oracles.settings import Settings
from python_tests.support.built import Built, Record
from python_tests.support.project import Project, copy_of
from python_tests.support.raw_files import RawRow, write_raw

NO_TESTS = ("--exclude-resource-type", "test", "unit_test")
ALL = ("+metric_restatements",)
HISTORY = ("intermediate.history", "marts.history")
CHECK = "nothing_that_was_published_has_been_changed_since"
MRR = ("mrr", "month", date(2024, 2, 1), "total", "all")
ACTIVE = ("mau", "day", date(2024, 2, 20), "total", "all")
BUGS = ("bug_ticket_count", "month", date(2024, 2, 1), "total", "all")
NPS = ("nps", "month", date(2024, 2, 1), "total", "all")

Tables = dict[str, list[RawRow]]


def _company() -> Tables:
    def ticket(number: int, category: str) -> RawRow:
        return {
            "ticket_id": f"t{number}", "account_id": "a", "user_id": "u1", "created_at": f"2024-02-0{number}",
            "category": category,
        }  # fmt: skip

    return {
        "accounts": [account("a", "smb"), account("b", "enterprise")],
        "users": [user("u1", "a"), user("u2", "a"), user("u3", "b")],
        "subscription_items": [item("a", "100", "2024-01-10"), item("b", "500", "2024-02-10")],
        "events": [
            event("e1", "a", "u1", "2024-02-10T10:00:00Z"),
            event("e2", "b", "u3", "2024-02-20T10:00:00Z"),
        ],
        "survey_responses": [answer("r1", 9, "2024-02-05", account_id="a", user_id="u1")],
        "support_tickets": [ticket(1, "bug"), ticket(2, "crash"), ticket(3, "crash")],
    }


@dataclass
class Archive:
    """A company's project, what it is fed with, and what each build left in the ledgers."""

    project: Project
    tables: Tables = field(default_factory=_company)
    steps: dict[str, Step] = field(default_factory=dict)

    def build(self, name: str, *flags: str, only: Sequence[str] = ALL, **settings: Any) -> None:
        """`only` selects what can have changed since the last build."""
        assert self.project.raw is not None and self.project.settings is not None
        shutil.rmtree(self.project.raw, ignore_errors=True)
        write_raw(self.project.raw, self.tables)
        self.project = replace(self.project, settings=replace(self.project.settings, **settings))
        self.project.dbt("build", *flags, "--select", *only, *NO_TESTS)
        assert self.project.settings is not None
        before = list(self.steps.values())[-1].history if self.steps else []
        values, history, builds, restatements = (
            _rows(self.project, name)
            for name in ("metric_values", "metric_history", "metric_builds", "metric_restatements")
        )
        as_of = self.project.settings.as_of
        self.steps[name] = Step(before, history, values, builds, restatements, as_of)


@dataclass(frozen=True)
class Step:
    """One build: the ledger before and after it, and what it read the ledger from."""

    before: list[Record]
    history: list[Record]
    values: list[Record]
    builds: list[Record]
    restatements: list[Record]
    as_of: date

    @property
    def added(self) -> list[Record]:
        return [row for row in self.history if row["build_id"] == self.builds[-1]["build_id"]]

    @property
    def restated(self) -> dict[Key, Record]:
        return {_key(row): row for row in self.restatements if row["build_id"] == self.builds[-1]["build_id"]}


def _key(row: Record) -> Key:
    return tuple(row[name] for name in KEY)


def _fetched(found: duckdb.DuckDBPyConnection) -> list[Record]:
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _rows(project: Project, mart: str) -> list[Record]:
    order = "published_at" if mart == "metric_builds" else "all"
    with duckdb.connect(str(project.database), read_only=True) as connection:
        return _fetched(connection.execute(f"select * from marts.{mart} order by {order}"))


@pytest.fixture(scope="module")
def archive(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Every build but the first follows one thing that happened."""
    scratch = tmp_path_factory.mktemp("history")
    found = Archive(copy_of(project, scratch / "project", scratch / "raw", Settings(date(2024, 3, 31))))
    found.build("first")
    found.build("nothing", only=HISTORY)
    found.tables["events"].append(event("e3", "a", "u2", "2024-02-20T12:00:00Z"))
    found.build("late_event")
    found.tables["subscription_items"][0] = item("a", "120", "2024-01-10")
    found.build("edited_amount")
    tickets = ("support_tickets+,+metric_restatements", *HISTORY)
    found.build("setting", only=tickets, bug_category="crash")
    found.tables["survey_responses"].clear()
    found.build("taken_away", "--full-refresh")
    found.build("time", as_of=date(2024, 4, 30))
    return found


STEPS = ("first", "nothing", "late_event", "edited_amount", "setting", "taken_away", "time")


@pytest.mark.parametrize("name", STEPS)
def test_each_build_adds_what_the_oracle_says_and_nothing_else(name: str, archive: Archive) -> None:
    step = archive.steps[name]
    assert ledger(step.history) == published(ledger(step.before), step.values, step.as_of)


@pytest.mark.parametrize("name", STEPS[1:])
def test_earlier_rows_are_all_still_there(name: str, archive: Archive) -> None:
    """Also after --full-refresh, which `taken_away` is built with."""
    step = archive.steps[name]
    assert [row for row in step.history if row not in step.added] == step.before


@pytest.mark.parametrize("name", STEPS)
def test_a_build_knows_what_it_added(name: str, archive: Archive) -> None:
    step = archive.steps[name]
    assert len(step.builds) == STEPS.index(name) + 1
    assert step.builds[-1]["publication_count"] == len(step.added)
    assert step.builds[-1]["history_row_count"] == len(step.history)
    assert step.builds[-1]["as_of"] == step.as_of


def test_first_build_publishes_closed_periods_only(archive: Archive) -> None:
    step = archive.steps["first"]
    found = ledger(step.history)
    assert [found[key][-1].value for key in (MRR, BUGS, NPS)] == [600, 1, 100]
    assert all(row["period_start"] <= step.as_of for row in step.history)
    assert step.restatements == []
    assert step.builds[0]["raw_row_counts"].startswith("accounts=2; events=2; subscription_items=2; ")


def test_nothing_changed_nothing_published(archive: Archive) -> None:
    assert archive.steps["nothing"].added == []


# What happened, to which number, what it said before and says now, and why.
RESTATED = (
    ("late_event", ACTIVE, 2, 3, "late data"),
    ("edited_amount", MRR, 600, 620, "source edit, late data"),
    ("setting", BUGS, 1, 2, "definition change"),
    ("taken_away", NPS, 100, None, "source edit"),
)


@pytest.mark.parametrize(("name", "key", "before", "now", "reasons"), RESTATED)
def test_what_a_closed_period_said_then_and_now_and_why(
    name: str, key: Key, before: float, now: float | None, reasons: str, archive: Archive
) -> None:
    row = archive.steps[name].restated[key]
    assert (row["previous_value"], row["value"]) == (before, now)
    assert (row["reason"], row["reasons"]) == (reasons.split(", ")[0], reasons)
    assert row["publication_type"] == ("restated" if now is not None else "withdrawn")
    assert row["first_published_value"] == before
    others = {row["reasons"] for row in archive.steps[name].restated.values()}
    assert others == {reasons}


def test_each_event_restates_what_depends_on_it(archive: Archive) -> None:
    """A ticket's category is nothing to the MRR, nor an amount to the NPS."""
    assert MRR not in archive.steps["setting"].restated
    assert NPS not in archive.steps["edited_amount"].restated
    restated = {key[0] for key in archive.steps["setting"].restated}
    assert restated and all("bug" in name for name in restated), restated


def test_time_closes_periods_and_leaves_closed_ones_alone(archive: Archive) -> None:
    step = archive.steps["time"]
    assert {row["publication_type"] for row in step.added} == {"first"}
    assert ledger(step.added)["mrr", "month", date(2024, 4, 1), "total", "all"][0].value == 620


@dataclass(frozen=True)
class Queries:
    """What asks the ledger, compiled: is it as published, and what was reported on the first of April?"""

    is_as_published: str
    reported_on: str
    archive: Archive

    def ask(self, query: str, change: str = "select 1") -> list[Record]:
        """The answer after somebody changed the database by hand; then it is as before again."""
        with duckdb.connect(str(self.archive.project.database)) as connection:
            connection.begin()
            connection.execute(change)
            rows = _fetched(connection.execute(query))
            connection.rollback()
        return rows


@pytest.fixture(scope="module")
def queries(archive: Archive) -> Queries:
    """Compiling needs no database; the settings do not matter to them."""
    project = replace(archive.project, settings=Settings(date(2024, 4, 30)))
    variables = json.dumps({"reported_on": "2024-04-01", "period": "2024-02-01"})
    project.dbt("compile", "--no-introspect", "--vars", variables, "--select", CHECK, "reported_on")
    found = {path.stem: path.read_text(encoding="utf-8") for path in project.target.glob("compiled/**/*.sql")}
    return Queries(found[CHECK], found["reported_on"], archive)


@pytest.mark.parametrize(
    "change",
    [
        "update marts.metric_history set value = value + 1 where metric_name = 'mrr'",
        "update marts.metric_history set published_at = published_at - interval 1 day",
        "delete from marts.metric_history where metric_name = 'mrr'",
        "insert into marts.metric_history select * from marts.metric_history limit 1",
    ],
)
def test_whoever_changes_the_ledger_is_noticed(change: str, queries: Queries) -> None:
    assert queries.ask(queries.is_as_published, change)


def test_an_untouched_ledger_is_sound(queries: Queries) -> None:
    assert queries.ask(queries.is_as_published) == []


def test_what_was_reported_on_a_day_stands_beside_what_is_said_today(queries: Queries) -> None:
    """As if the first build had been on the first of April 2024."""
    first = queries.archive.steps["first"].builds[0]["build_id"]
    as_if = (
        "update marts.metric_history set published_at = timestamp '2024-04-01 23:59:59'"
        f" where build_id = '{first}'"
    )
    rows = {row["metric_name"]: row for row in queries.ask(queries.reported_on, as_if)}
    said = {name: (row["value_then"], row["value_today"]) for name, row in rows.items()}
    assert (said["mrr"], said["nps"], said["bug_ticket_count"]) == ((600, 620), (100, None), (1, 2))
    assert said["signed_up_account_count"] == (0, 0)
    assert {row["build_id"] for row in rows.values()} == {first}
    assert (rows["mrr"]["publications_since"], rows["signed_up_account_count"]["publications_since"]) == (
        1,
        0,
    )


def test_history_of_the_demo_is_its_totals(demo: Built) -> None:
    [build] = demo.mart("metric_builds")
    history = ledger(demo.mart("metric_history"))
    assert history == published({}, demo.mart("metric_values"), build["as_of"])
    assert demo.mart("metric_restatements") == []

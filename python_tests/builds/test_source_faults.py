"""A broken source stops the build with table and column named, and changes no mart of the build before."""

from __future__ import annotations

import csv
import gzip
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pytest

from python_tests.support.built import Built
from python_tests.support.fault_runs import Run, Said, assert_accepted, assert_refused, run_each
from python_tests.support.project import Project

Edit = Callable[[Path], None]


@dataclass(frozen=True)
class Fault:
    """What is done to one file of a sound folder, and the words that the refusal must hold."""

    id: str
    edit: Edit
    says: tuple[str, ...]


def _bytes(table: str, change: Callable[[bytes], bytes]) -> Edit:
    def edit(folder: Path) -> None:
        path = folder / f"{table}.csv"
        sound = path.read_bytes()
        broken = change(sound)
        assert broken != sound, f"{table}.csv has nothing that could be broken so"
        path.write_bytes(broken)

    return edit


def _lines(table: str, change: Callable[[list[str]], list[str]]) -> Edit:
    def on_text(content: bytes) -> bytes:
        return "".join(change(content.decode().splitlines(keepends=True))).encode()

    return _bytes(table, on_text)


def _named(table: str, name: str) -> Edit:
    """The table's CSV under another name."""

    def edit(folder: Path) -> None:
        (folder / f"{table}.csv").rename(folder / name)

    return edit


def _compressed(table: str, folder: Path) -> None:
    """gzip the table's CSV."""
    path = folder / f"{table}.csv"
    (folder / f"{table}.csv.gz").write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()


def _parquet(table: str, columns: str = "*", also_csv: bool = False) -> Edit:
    """Turn the table's CSV into Parquet, all text."""

    def edit(folder: Path) -> None:
        source, target = folder / f"{table}.csv", folder / f"{table}.parquet"
        with duckdb.connect() as connection:
            query = f"select {columns} from read_csv('{source}', all_varchar = true, header = true)"
            connection.execute(f"copy ({query}) to '{target}' (format parquet)")
        if not also_csv:
            source.unlink()

    return edit


def _manifest(**counts: int) -> Edit:
    def edit(folder: Path) -> None:
        (folder / "manifest.json").write_text(json.dumps(counts), encoding="utf-8")

    return edit


FAULTS = (
    Fault("column_missing", _lines("events", lambda rows: [row.partition(",")[2] for row in rows]),
          ("events", "event_id")),
    Fault("column_renamed", _bytes("subscription_items", lambda text: text.replace(b"amount,", b"price,", 1)),
          ("subscription_items", "amount")),
    Fault("column_in_parquet_missing", _parquet("users", "* exclude (created_at)"), ("users", "created_at")),
    Fault("not_utf8", _bytes("accounts", lambda text: text.rstrip(b"\r\n") + b"\xf6\n"), ("accounts",)),
    Fault("ragged", _lines("accounts", lambda rows: [*rows[:3], f"{rows[3].strip()},surplus\n", *rows[4:]]),
          ("accounts",)),
    Fault("too_few_fields", _lines("accounts", lambda rows: [*rows[:3], "lonely,one\n", *rows[4:]]),
          ("accounts",)),
    Fault("cut_inside_a_row", _bytes("events", lambda text: text[: text.rindex(b",opened") - 2]),
          ("events",)),
    Fault("cut_inside_quotes", _bytes("accounts", lambda text: text + b'x,"cut'), ("accounts",)),
    Fault("zero_bytes", _bytes("users", lambda _: b""), ("users",)),
    Fault("fewer_rows_than_promised", _manifest(accounts=1, events=1_000_000), ("events", "1000000")),
    Fault("name_in_upper_case", _named("events", "Events.csv"), ("events", "Events.csv", "events.csv.gz")),
    Fault("form_that_is_not_read", _named("users", "users.jsonl"), ("users", "users.jsonl", "users.csv")),
    Fault("table_in_two_forms", _parquet("events", also_csv=True), ("events", ".csv", ".parquet")),
)  # fmt: skip


@dataclass(frozen=True)
class Runs:
    """What each run on a broken folder said, and the database's content before and after all of them."""

    said: Said
    before: dict[str, str]
    after: dict[str, str]


def _content(database: Path) -> dict[str, str]:
    """A digest of every relation, whatever the order of its rows; raw text aside, which shows the source's
    form."""
    digests = {}
    with duckdb.connect(str(database), read_only=True) as connection:
        for schema, name, has_raw_text in connection.execute(
            "select table_schema, table_name, count_if(column_name = 'raw_text')"
            " from information_schema.columns group by 1, 2 order by 1, 2"
        ).fetchall():
            columns = "* exclude (raw_text)" if has_raw_text else "*"
            digest = "count(*) || ' rows, ' || coalesce(sum(hash(rows)), 0)"
            query = f'select {digest} from (select {columns} from "{schema}"."{name}") as rows'
            [(digests[f"{schema}.{name}"],)] = connection.execute(query).fetchall()
    return digests


@pytest.fixture(scope="module")
def project_copy(cases: Built, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project of the cases with all that it built, to be spoilt."""
    root = tmp_path_factory.mktemp("faults") / "project"
    shutil.copytree(cases.project.root, root)
    return replace(cases.project, root=root)


@pytest.fixture(scope="module")
def runs(project_copy: Project, tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """One run of dbt for each fault, all of them on the database of a sound build."""
    assert project_copy.raw is not None
    folders = tmp_path_factory.mktemp("raw")
    for fault in FAULTS:
        shutil.copytree(project_copy.raw, folders / fault.id)
        fault.edit(folders / fault.id)
    before = _content(project_copy.database)
    said = run_each("raw", project_copy, project_copy.variables, [folders / fault.id for fault in FAULTS])
    return Runs(said, before, _content(project_copy.database))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_fault_stops_the_build_and_is_named(fault: Fault, runs: Runs) -> None:
    assert_refused(runs.said[fault.id], *fault.says)


def test_no_fault_changed_anything(runs: Runs) -> None:
    changed = {name for name in runs.before if runs.after.get(name) != runs.before[name]}
    assert (changed, runs.after.keys() - runs.before.keys()) == (set(), set())


LOADED_BEFORE = (
    "create table raw.event_files as select '' as source_file, '' as file_version where false",
    "create table raw.accounts as select '' as account_id, '' as _file where false",
)
OF_OTHERS = {
    "raw.accounts": (
        "create table raw.accounts as select 'theirs' as owner",
        "create table raw.deals as select 1 as deal",
    ),
    "raw.users": ("create view raw.users as select 'theirs' as owner, 'a.csv' as _file",),
    "raw.events, raw.users": (
        *LOADED_BEFORE,
        "create table raw.events as select 'theirs' as owner",
        "create table raw.users as select 'theirs' as owner",
    ),
}


def test_tables_of_others_are_never_replaced(project_copy: Project, tmp_path: Path) -> None:
    """What the loader made before it commented on tables is its own all the same."""
    raw = project_copy.raw
    assert raw is not None
    project = replace(project_copy, root=tmp_path / "project")
    shutil.copytree(project_copy.root, project.root, ignore=shutil.ignore_patterns("*.duckdb*"))
    arguments = [*project.variables, "--select", "base_crm__accounts"]

    def said_of(*tables: str) -> Run:
        project.database.unlink(missing_ok=True)
        with duckdb.connect(str(project.database)) as connection:
            connection.execute("; ".join(("create schema raw", *tables)))
        return run_each("raw", project, arguments, [raw])[raw.name]

    assert_accepted(said_of(*LOADED_BEFORE))
    for names, tables in OF_OTHERS.items():
        assert_refused(said_of(*tables), names, "NORTH_STAR_DB")
        with duckdb.connect(str(project.database)) as connection:
            for name in names.split(", "):
                assert connection.execute(f"select owner from {name}").fetchall() == [("theirs",)]


def _reordered(folder: Path) -> None:
    path = folder / "users.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [["surplus", *reversed(row)] for row in csv.reader(lines)]
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows(rows)


# All that reads raw tables, and marts of what incremental models keep; the rest follows from these.
# Events name their file, which is another.
READERS_OF_RAW = ("rejected_rows", "raw_reconciliation", "usage_days", "sessions", "mrr_movements")


def test_harmless_differences_give_the_same_marts(runs: Runs, project_copy: Project, tmp_path: Path) -> None:
    """Byte-order mark, CRLF, extra and reordered columns, quoted fields, gzip, Parquet with its own types."""
    assert project_copy.raw is not None
    folder = tmp_path / "raw"
    shutil.copytree(project_copy.raw, folder)
    _bytes("accounts", lambda text: b"\xef\xbb\xbf" + text)(folder)
    _bytes("events", lambda text: text.replace(b"\n", b"\r\n"))(folder)
    _reordered(folder)
    _compressed("subscription_items", folder)
    _parquet("subscription_statuses")(folder)
    _parquet("marketing_spend", "spend_date::date as spend_date, * exclude (spend_date)")(folder)
    _parquet("survey_responses")(folder)
    assert (folder / "survey_responses.parquet").exists()
    part = folder / "survey_responses"
    part.mkdir()
    (folder / "survey_responses.parquet").rename(part / "part-0.parquet")
    _manifest(accounts=2)(folder)  # more rows than promised are no fault
    replace(project_copy, raw=folder).build(only=["staging", *READERS_OF_RAW])
    after = _content(project_copy.database)
    compared = {
        name: digest
        for name, digest in runs.before.items()
        if name.removeprefix("marts.") in READERS_OF_RAW
        or (name.startswith("staging.stg_") and name != "staging.stg_product__events")
    }
    assert len(compared) > 15
    assert {name for name, digest in compared.items() if after[name] != digest} == set()

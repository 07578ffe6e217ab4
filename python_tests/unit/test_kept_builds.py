"""A build is kept for as long as its inputs are unchanged, and no longer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from python_tests.support.kept import NEWEST, READ_BY_DBT, keep, key, restore
from python_tests.support.project import TREE


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """What dbt reads of this checkout, without the demo's data."""
    root = tmp_path / "tree"
    root.mkdir()
    for name in READ_BY_DBT:
        source = TREE / name
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("demo"))
        elif source.exists():
            shutil.copyfile(source, root / name)
    return root


def test_an_unchanged_project_has_the_same_key_wherever_it_is(tree: Path, tmp_path: Path) -> None:
    other = shutil.copytree(tree, tmp_path / "other")
    (other / "README.md").write_text("dbt does not read this", encoding="utf-8")
    assert key(tree) == key(other)


@pytest.mark.parametrize("folder", ["models", "macros", "seeds", "dbt_project.yml", "profiles.yml"])
def test_a_changed_input_has_another_key(folder: str, tree: Path) -> None:
    before = key(tree)
    path = tree / folder
    file = path if path.is_file() else next(one for one in sorted(path.rglob("*")) if one.is_file())
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "\n", encoding="utf-8")
    assert key(tree) != before
    file.write_text(text, encoding="utf-8")
    assert key(tree) == before


def test_a_renamed_or_new_model_has_another_key(tree: Path) -> None:
    before = key(tree)
    model = next((tree / "models").rglob("*.sql"))
    model.rename(model.with_name("renamed.sql"))
    renamed = key(tree)
    (tree / "models" / "new.sql").write_text("select 1 as one\n", encoding="utf-8")
    assert len({before, renamed, key(tree)}) == 3


def test_raw_data_and_settings_are_inputs(tree: Path, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "accounts.csv").write_text("account_id\na\n", encoding="utf-8")
    one = key(tree, [raw], "as of May")
    (raw / "accounts.csv").write_text("account_id\nb\n", encoding="utf-8")
    assert len({one, key(tree, [raw], "as of May"), key(tree, [raw], "as of June")}) == 3


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    built, kept, again = tmp_path / "built", tmp_path / "kept", tmp_path / "again"
    (built / "target").mkdir(parents=True)
    (built / "target" / "manifest.json").write_text("{}", encoding="utf-8")
    (built / "one.txt").write_bytes(b"rows")
    assert not restore("demo", "abc", again, kept)
    keep("demo", "abc", [built / "target", built / "one.txt"], kept)
    keep("demo", "abc", [built / "target", built / "one.txt"], kept)
    assert restore("demo", "abc", again, kept)
    assert (again / "one.txt").read_bytes() == b"rows"
    assert (again / "target" / "manifest.json").read_text(encoding="utf-8") == "{}"
    assert [one.name for one in kept.iterdir()] == ["demo-abc"]


def test_only_the_newest_builds_of_a_name_are_kept(tmp_path: Path) -> None:
    file, kept = tmp_path / "one.txt", tmp_path / "kept"
    file.touch()
    for number, known_by in enumerate(("first", "second", "third")):
        keep("demo", known_by, [file], kept)
        if known_by != "third":
            os.utime(kept / f"demo-{known_by}", (number, number))
    keep("cases", "first", [file], kept)
    assert {one.name for one in kept.iterdir()} == {"demo-second", "demo-third", "cases-first"}
    assert NEWEST == 2


def test_a_kept_database_has_the_tables_that_were_still_in_its_log(tmp_path: Path) -> None:
    database, folders = tmp_path / "built.duckdb", tmp_path / "kept"
    made_and_gone = (
        "import duckdb, os, sys; connection = duckdb.connect(sys.argv[1]);"
        " connection.execute('create table last as select 1 as x'); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", made_and_gone, str(database)], check=True)
    assert database.with_suffix(".duckdb.wal").exists()
    keep("demo", "key", [database], folders)
    with duckdb.connect(str(folders / "demo-key" / "built.duckdb"), read_only=True) as connection:
        assert connection.execute("from last").fetchall() == [(1,)]

"""What people edit for usage metrics: a row that makes no sense stops the build, in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from python_tests.project import Project, copy_tree

HEADER = "window_name,kind,first_day,last_day\n"
BROKEN = {
    "day_7,on_days,7,7": ("day_7", "on_days", "kind must be on_day, on_or_after or bracket"),
    "back,bracket,8,7": ("back", "last_day is before first_day"),
    "later,on_or_after,30,40": ("later", "on_or_after has no last_day"),
    "o'clock,on_day,one,1": ("o'clock", "first_day must be a whole number from 1 on"),
    "twice,on_day,1,1\ntwice,on_day,2,2": ("twice", "differ from all others"),
}


@pytest.fixture(scope="module")
def copy(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(copy_tree(tmp_path_factory.mktemp("windows") / "project", parsed_by=project))


@pytest.mark.parametrize("rows", BROKEN)
def test_a_window_that_is_none_stops_the_build(rows: str, copy: Project) -> None:
    seed = Path(copy.root) / "seeds/reference/usage_retention_windows.csv"
    seed.write_text(HEADER + "day_1,on_day,1,1\n" + rows + "\n", encoding="utf-8")
    done = copy.run("build", "--select", "usage_retention_windows", "int_usage_retention_windows")
    assert done.returncode != 0
    said = " ".join(done.stdout.split())
    for words in ("usage_retention_windows.csv", *BROKEN[rows]):
        assert words in said, said[-2000:]


@pytest.mark.parametrize("minutes", ["0", "1441", "half an hour"])
def test_a_gap_that_is_none_stops_the_build(minutes: str, copy: Project) -> None:
    done = copy.run(
        "compile", "--select", "int_sessions", "--vars", f'{{"session_gap_minutes": "{minutes}"}}'
    )
    assert done.returncode != 0
    assert "session_gap_minutes" in done.stdout and "a whole number of minutes, 1 to 1440" in done.stdout


@pytest.mark.parametrize(
    ("name", "value", "form"),
    [
        ("nps_answers", "newest", "latest or all"),
        ("bug_category", "Bug", "a category of tickets in lower case"),
    ],
)
def test_a_setting_of_customer_voice_that_is_none_stops_the_build(
    name: str, value: str, form: str, copy: Project
) -> None:
    done = copy.run(
        "compile", "--select", "nps_answers support_tickets", "--vars", f'{{"{name}": "{value}"}}'
    )
    assert done.returncode != 0
    assert name in done.stdout and form in done.stdout

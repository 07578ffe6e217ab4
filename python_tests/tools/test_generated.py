"""Files that are generated from the built demo with all rooms are as they would be generated now."""

from __future__ import annotations

import pytest

from north_star.catalogue.write import stale
from north_star.readme import README, built_catalogue, generated
from python_tests.support.project import Project


@pytest.fixture(autouse=True)
def in_the_project(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.root)


def test_pages_and_readme_are_current() -> None:
    current = generated(README.read_text(encoding="utf-8"))
    assert len(current) == 3
    out_of_date = [
        path.as_posix() for path, text in current.items() if path.read_text(encoding="utf-8") != text
    ]
    assert not out_of_date, (
        "run `uv run dbt build --vars 'rooms: all'`, then `uv run python -m north_star readme`"
    )


def test_catalogue_is_current() -> None:
    out_of_date = stale(built_catalogue())
    assert not out_of_date, (
        "run `uv run dbt build --vars 'rooms: all'`, then `uv run python -m north_star catalogue`"
    )

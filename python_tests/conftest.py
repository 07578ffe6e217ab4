"""Fixtures: what is built once, kept while its inputs are unchanged (`kept.py`), and then only read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from north_star.governance.case import Case, case_of
from north_star.governance.manifest import compiled, compiled_before
from python_tests.cases.company import cases_company
from python_tests.oracles.company import Company
from python_tests.support import kept
from python_tests.support.built import Built, Workshop, opened
from python_tests.support.project import Project, copy_tree, demo_company, demo_project
from python_tests.support.published_examples import Example, published_examples
from python_tests.support.shared import built_once

# The oracles hold millions of rows for good; Python's collector would go through all of them again and again.
gc.set_threshold(100_000, 50, 100)

# They take minutes each: begun last, one of them would run alone.
FIRST = (
    "test_cases", "test_third_party", "test_rooms", "test_history", "test_source_faults", "test_properties",
    "test_incremental",
)  # fmt: skip


class OneProcess(LoadScopeScheduling):  # type: ignore[misc]
    """A file stays with one process, since what it builds or reads is made once in each.

    So do all that compare marts of the demo and the cases with their oracles, which take minutes to think.
    """

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        folder = str(Path(path).parent)
        return folder if folder.endswith("/marts") else path


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.option.markexpr == "not apart":
        terminalreporter.write_line(
            "left out: boards in a browser, edits of definitions, the revenue benchmark, a review"
            " (uv run pytest -m apart)"
        )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, otherwise as collected."""
    places = {name: place for place, name in enumerate(FIRST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(FIRST)))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneProcess:
    return OneProcess(config, log)


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The demo with all rooms, and every data test passed."""

    def build(folder: Path) -> None:
        made = demo_project(folder / "project")
        known_by = kept.key(made.root)
        if kept.restore("demo", known_by, made.root):
            return
        made.build()
        kept.keep("demo", known_by, [made.database, made.target])

    return Project(built_once(tmp_path_factory, "demo", build) / "project")


@pytest.fixture(scope="session")
def demo(project: Project) -> Iterator[Built]:
    """The built demo beside its oracle."""
    with opened(demo_company(project), project) as found:
        yield found


@pytest.fixture(scope="session")
def governed(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """What the rules of governance look at, of a copy of the project."""

    def build(folder: Path) -> None:
        root, target = copy_tree(folder / "project"), folder / "target"
        known_by = kept.key(root)
        if not kept.restore("compiled", known_by, folder):
            compiled(root, target)
            kept.keep("compiled", known_by, [target])

    folder = built_once(tmp_path_factory, "governed", build)
    return case_of(compiled_before(folder / "project", folder / "target"))


@pytest.fixture(scope="session")
def warehouse(demo: Built) -> duckdb.DuckDBPyConnection:
    """The built demo, read-only."""
    return demo.warehouse


@pytest.fixture(scope="session")
def workshop(project: Project) -> Iterator[Workshop]:
    """Where other companies are built."""
    with ThreadPoolExecutor(2) as pool:
        yield Workshop(pool, project)


@pytest.fixture(scope="session")
def examples() -> dict[str, Example]:
    """Published examples by their id; without the file, tests that need it are skipped."""
    return published_examples()


@pytest.fixture(scope="session")
def cases_oracle(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """What the oracles say of the company that consists of all hand-worked cases."""
    return cases_company(tmp_path_factory.mktemp("cases"))


@pytest.fixture(scope="session")
def cases(
    cases_oracle: Company, workshop: Workshop, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Built]:
    """That company, built."""

    def build(folder: Path) -> None:
        known_by = kept.key(
            workshop.parsed_by.root, [cases_oracle.raw, cases_oracle.reference], repr(cases_oracle.settings)
        )
        if kept.restore("cases", known_by, folder / "project"):
            return
        made = workshop.begin(cases_oracle, folder).project.result()
        kept.keep("cases", known_by, [made.database])

    folder = built_once(tmp_path_factory, "cases", build)
    project = Project(folder / "project", cases_oracle.raw, cases_oracle.settings, workshop.parsed_by.root)
    with opened(cases_oracle, project) as found:
        yield found

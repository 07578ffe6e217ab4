"""A company that dbt has built, beside the oracles' view of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from python_tests.oracles.company import Company
from python_tests.support.project import Project, company_project

Record = dict[str, Any]
# They say when and by which build something was published, so no two databases have the same.
LEDGERS = ("metric_history", "metric_builds", "metric_restatements")


@dataclass(frozen=True)
class Built:
    """One company: its project copy, a read-only connection to what was built, and its oracle."""

    name: str
    project: Project
    warehouse: duckdb.DuckDBPyConnection
    oracle: Company

    def rows(self, query: str, parameters: list[Any] | None = None) -> list[Record]:
        found = self.warehouse.execute(query, parameters or [])
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def mart(self, name: str) -> list[Record]:
        return self.rows(f"select * from marts.{name}")


@contextmanager
def opened(company: Company, project: Project) -> Iterator[Built]:
    """Read what the project has built."""
    with duckdb.connect(str(project.database), read_only=True) as warehouse:
        yield Built(company.name, project, warehouse, company)


@dataclass(frozen=True)
class Workshop:
    """Builds companies side by side, two at a time: one dbt run keeps little more than one core busy."""

    pool: ThreadPoolExecutor
    parsed_by: Project

    def begin(
        self,
        company: Company,
        scratch: Path,
        only: Sequence[str] = (),
        with_data_tests: bool = True,
        after: Company | None = None,
    ) -> Commission:
        """Start to build a company in a project copy of its own.

        `only` names the models that are wanted, with what they read. `after` stands in the database before:
        of it only what incremental models keep is built, since the others begin anew; not what was published,
        which would take all models.
        """

        def build() -> Project:
            project = company_project(scratch / "project", company, self.parsed_by)
            if after is not None:
                incremental = [
                    node["name"]
                    for node in self.parsed_by.nodes("model")
                    if node["config"]["materialized"] == "incremental" and node["name"] not in LEDGERS
                ]
                replace(project, raw=after.raw).build(only=incremental)
            project.build(only, with_data_tests)
            return project

        return Commission(company, self.pool.submit(build))


@dataclass(frozen=True)
class Commission:
    """A company on its way."""

    company: Company
    project: Future[Project]

    @contextmanager
    def delivered(self) -> Iterator[Built]:
        """Wait for it, then only read; a build that failed raises here."""
        with opened(self.company, self.project.result()) as found:
            yield found

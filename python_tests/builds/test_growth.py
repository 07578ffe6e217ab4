"""A company of three times the size costs three times as much, model by model: no join explodes."""

from __future__ import annotations

import json
import resource
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from north_star.benchmarks.profile import profile, profiler
from north_star.database import MEMORY_LIMIT
from north_star.demo.defaults import DEFAULT_ACCOUNTS, DEFAULT_EVENTS
from north_star.demo.generate import generate
from north_star.demo.parameters import Settings as Size
from python_tests.oracles.company import Company
from python_tests.support.built import Workshop
from python_tests.support.project import Project, demo_company

TIMES = 3
# Rows that operators hand on are the same in every run, but for a few that filters may let through.
MOST_ROWS = 1.25
# Seconds differ between runs, and below the floor they are those of planning. They see what rows do not: what
# a hash join has to look at, among rows with one key, for each that it lets pass.
MOST_SECONDS, LEAST_SECONDS = 2.0, 0.25
# Memory sees what neither does: what a single value holds. Hash tables grow by doubling.
MOST_MEMORY, LEAST_MEGABYTES = 2.0, 32.0


@dataclass(frozen=True)
class Spent:
    """Rows that the operators of one select handled, CPU seconds, and megabytes."""

    rows: int
    seconds: float
    megabytes: float


@dataclass(frozen=True)
class Grown:
    """What one select took on the demo and on the larger company."""

    name: str
    rows: tuple[int, int]
    seconds: tuple[float, float]
    megabytes: tuple[float, float]

    @property
    def problems(self) -> Iterator[str]:
        """Where it grew faster than it may."""
        small, large = self.rows
        if large > small * TIMES * MOST_ROWS:
            yield f"{self.name}: {small:,} rows on the demo, {large:,} with {TIMES} times the raw rows"
        before, after = self.seconds
        if after > max(before, LEAST_SECONDS) * TIMES * MOST_SECONDS:
            yield f"{self.name}: {before:.2f} s on the demo, {after:.2f} s with {TIMES} times the raw rows"
        held, later = self.megabytes
        if later > max(held, LEAST_MEGABYTES) * TIMES * MOST_MEMORY:
            yield f"{self.name}: {held:.0f} MB on the demo, {later:.0f} MB with {TIMES} times the raw rows"


@dataclass(frozen=True)
class Sizes:
    """The demo and a company several times as large, built, and the selects of the models."""

    small: Project
    large: Project
    scratch: Path

    @cached_property
    def selects(self) -> dict[str, str]:
        """Of every model, as in a first build."""
        results = json.loads((self.small.target / "run_results.json").read_text(encoding="utf-8"))["results"]
        return {
            one["unique_id"].split(".")[2]: one["compiled_code"]
            for one in results
            if one["unique_id"].startswith("model.")
        }

    def grown(self, selects: dict[str, str]) -> list[Grown]:
        small, large = (self._spent(one.database, selects) for one in (self.small, self.large))
        return [
            Grown(
                name,
                rows=(small[name].rows, large[name].rows),
                seconds=(small[name].seconds, large[name].seconds),
                megabytes=(small[name].megabytes, large[name].megabytes),
            )
            for name in selects
        ]

    def _spent(self, database: Path, selects: dict[str, str]) -> dict[str, Spent]:
        found = {}
        with profiler(database, self.scratch, MEMORY_LIMIT) as connection:
            for name, select in selects.items():
                before = _cpu_seconds()
                profiled = profile(connection, select)
                seconds = _cpu_seconds() - before
                rows = sum(one.rows_handled for one in profiled.operators)
                found[name] = Spent(rows, seconds, profiled.peak_megabytes)
        return found


def _cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


@pytest.fixture(scope="module")
def sizes(project: Project, workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Sizes:
    folder = tmp_path_factory.mktemp("growth")
    size = Size(events=TIMES * DEFAULT_EVENTS, accounts=TIMES * DEFAULT_ACCOUNTS)
    generate(size, folder / "raw", "csv")
    demo = demo_company(project)
    company = Company("large", folder / "raw", demo.settings, demo.reference)
    large = workshop.begin(company, folder, with_data_tests=False).project.result()
    return Sizes(project, large, folder)


def test_no_model_grows_faster_than_its_input(sizes: Sizes) -> None:
    grown = sizes.grown(sizes.selects)
    assert len(grown) > 150 and sum(one.rows[0] for one in grown) > 1_000_000
    assert [problem for one in grown for problem in one.problems] == []


EXPLODING = {
    # Every user of a day with every other: more rows come out than go in.
    "rows": "select max(a.user_number - b.user_number) as distance from intermediate.int_user_days as a"
    " inner join intermediate.int_user_days as b on a.date_day = b.date_day",
    # Few rows come out, but only after every pair was looked at.
    "pairs": "select a.account_id from intermediate.int_account_profiles as a"
    " inner join intermediate.int_account_profiles as b on a.account_id like b.account_id || '%x'",
    # As many rows as there are, but each holds all those before it.
    "memory": "select list(user_number) over (order by date_day, user_number) as seen"
    " from intermediate.int_user_days where hash(date_day, user_number) % 10 = 0",
}


@pytest.mark.parametrize("seen_in", EXPLODING)
def test_a_join_that_explodes_is_found(seen_in: str, sizes: Sizes) -> None:
    (grown,) = sizes.grown({"exploding": EXPLODING[seen_in]})
    unit = "MB" if seen_in == "memory" else "rows"
    assert [problem for problem in grown.problems if f"{unit} on the demo" in problem], grown


def test_seconds_that_explode_are_found() -> None:
    most = LEAST_SECONDS * TIMES * MOST_SECONDS
    assert [*Grown("exploding", (1, 1), seconds=(0.1, most + 0.1), megabytes=(1, 1)).problems]
    assert [*Grown("planned for longer", (1, 1), seconds=(0.1, most - 0.1), megabytes=(1, 1)).problems] == []

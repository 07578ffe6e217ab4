"""A company with nothing yet: everything builds, and what is not known is null, not zero."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from python_tests.cases.case import account
from python_tests.cases.north_star import DEFINITIONS
from python_tests.oracles.company import Company
from python_tests.oracles.contract import TABLES
from python_tests.oracles.marts import MARTS
from python_tests.oracles.settings import Settings
from python_tests.support.agreement import assert_mart_agrees, assert_rows_are_conserved
from python_tests.support.built import Built, Commission, Workshop
from python_tests.support.raw_files import RawRow, write_raw, write_reference

SETTINGS = Settings(date(2025, 6, 30))
# They describe the project and its definitions, so they are never empty.
KEPT = (
    "metric_alert_coverage", "metric_catalog", "metric_targets", "metric_goal_rollup", "raw_reconciliation",
    "north_star_candidates", "north_star_catalog", "metric_builds",
)  # fmt: skip


@dataclass(frozen=True)
class Newcomers:
    """Two companies with nothing yet, on their way."""

    header_only: Commission
    one_account: Commission


@pytest.fixture(scope="module")
def newcomers(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Newcomers:
    def begin(
        name: str, tables: dict[str, list[RawRow]], absent: Iterable[str], with_data_tests: bool
    ) -> Commission:
        scratch = tmp_path_factory.mktemp(name)
        raw = write_raw(scratch / "raw", tables)
        for table in absent:
            (raw / f"{table}.csv").unlink(missing_ok=True)
        reference = write_reference(scratch / "reference", DEFINITIONS)
        company = Company(name, raw, SETTINGS, reference)
        return workshop.begin(company, scratch, with_data_tests=with_data_tests)

    names = list(TABLES)
    only: list[RawRow] = [{**account("only", "smb"), "created_at": "2025-06-30"}]
    return Newcomers(
        begin("header_only", {}, names[::2], with_data_tests=True),
        begin(
            "one_account",
            {"accounts": only},
            [name for name in names if name != "accounts"],
            with_data_tests=False,
        ),
    )


@pytest.fixture(scope="module")
def header_only(newcomers: Newcomers) -> Iterator[Built]:
    """About half of the tables are files with a header alone, the others are absent."""
    with newcomers.header_only.delivered() as found:
        yield found


@pytest.fixture(scope="module")
def one_account(newcomers: Newcomers) -> Iterator[Built]:
    """Signed up today; nothing has happened. All other tables are absent."""
    with newcomers.one_account.delivered() as found:
        yield found


def _marts(company: Built) -> list[str]:
    return [node["name"] for node in company.project.nodes("model") if node["fqn"][1] == "marts"]


def test_marts_of_a_company_without_data_are_empty(header_only: Built) -> None:
    rows = {name: len(header_only.mart(name)) for name in _marts(header_only) if name not in KEPT}
    assert rows == dict.fromkeys(rows, 0)
    assert_rows_are_conserved(header_only)


def test_one_account_is_all_there_is(one_account: Built) -> None:
    for name in MARTS:
        assert_mart_agrees(one_account, name)
    [row] = one_account.mart("accounts")
    assert (row["account_id"], row["lifecycle_stage"], row["plan_name"]) == ("only", "signed_up", "(none)")
    assert_rows_are_conserved(one_account)


def test_values_of_metrics_are_null_not_zero(one_account: Built) -> None:
    """Nobody pays, does or answers anything: of all metrics only sign-ups claim a number."""
    claimed = {
        row["metric_name"]
        for row in one_account.rows("select metric_name from marts.metric_values where value is not null")
    }
    assert claimed == {"signed_up_account_count"}

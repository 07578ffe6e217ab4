"""A build that lost a large share of a raw table says so, with an example and what to do."""

from __future__ import annotations

import csv
import json
import re
from datetime import date

import pytest

from python_tests.cases.case import account, item, status
from python_tests.oracles.settings import Settings
from python_tests.support.fault_runs import Said, assert_accepted, assert_refused, run_each
from python_tests.support.project import TREE, Project, copy_of
from python_tests.support.raw_files import RawRow, write_raw

BUILT = ("--select", "+rejected_rows", "+raw_reconciliation", "+rejected_revenue", "+mrr_monthly")
ACCOUNTS = [account("a", "smb")]
SOUND = [item("a", "100", "2024-01-05", n=f"sound-{n}") for n in range(8)]
COMPANIES: dict[str, list[RawRow]] = {
    "all": [item("a", "$1,200.00", "2024-01-05", n="x"), item("a", "100", "05/01/2024", n="y")],
    "many": [*SOUND, item("a", "$1,200.00", "2024-01-05", n="x")],
    "few": [
        *SOUND,
        *(item("a", "1", "2024-01-05", n=f"{n}") for n in range(2)),
        item("nobody", "1", "2024-01-05"),
    ],
    "doubtful": [
        item("a", "90", "2024-01-05", n="x"),
        item("a", "10", "2024-01-05", n="y"),
        item("a", "60", "2024-01-05", n="z", billing_interval="year", plan_name=""),
        *(item("a", "0", "2024-01-05", n=f"free-{n}") for n in range(9)),
    ],
    "copies": [SOUND[0]] * 5 + [item("a", "1", "2030-01-01")],
}
STATUSES: dict[str, list[RawRow]] = {
    "doubtful": [
        *(status("a/x", "active", f"2024-01-{day:02}") for day in range(5, 25)),
        status("a/y", "gone fishing", "2024-03-05"),
        status("a/x", "gone fishing", "2024-01-06T01:00:00Z"),
    ]
}


@pytest.fixture(scope="module")
def said(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Said:
    """What the builds of these companies said, and of one in which losing everything may be."""
    scratch = tmp_path_factory.mktemp("rejections")
    folders = [
        write_raw(
            scratch / name,
            {
                "accounts": ACCOUNTS,
                "subscription_items": rows,
                "subscription_statuses": STATUSES.get(name, []),
            },
        )
        for name, rows in COMPANIES.items()
    ]
    few = scratch / "few"
    (few / "deals.csv").write_text("deal_id\n", encoding="utf-8")
    (few / "manifest.json").write_text('{"deals": 1}', encoding="utf-8")
    (few / "accounts.csv").write_text(
        "account_id,account_name,created_at,segment,industry,country,acquisition_channel,favourite_colour\n"
        "a,a,2016-01-01,,,,,red\n",
        encoding="utf-8",
    )
    copy = copy_of(project, scratch / "project", folders[0], Settings(date(2024, 6, 15)))
    lenient = ("--vars", json.dumps({"rejected_share_failed": None}))
    return {
        **run_each("raw", copy, BUILT, folders),
        "lenient": run_each("raw", copy, (*BUILT, *lenient), folders[:1])["all"],
    }


def test_losing_all_of_a_table_fails_in_words(said: Said) -> None:
    assert_refused(
        said["all"],
        "Raw table subscription_items: 2 of 2 rows were rejected",
        "1 invalid_number, such as amount '$1,200.00' in row a/x|2024-01-05. Write 1200.00",
        "1 invalid_timestamp, such as started_at '05/01/2024' in row a/y|05/01/2024. Write 2025-06-30",
        "marts.rejected_rows",
        "docs/rejection_reasons.md",
        "rejected_share_failed",
    )


def test_losing_all_may_be_allowed(said: Said) -> None:
    assert_accepted(said["lenient"])
    assert "subscription_items: 2 of 2 rows were rejected" in said["lenient"]["output"]


def test_losing_a_tenth_is_a_warning(said: Said) -> None:
    assert_accepted(said["many"])
    assert "subscription_items: 1 of 9 rows were rejected" in said["many"]["output"]


def test_mrr_that_rests_on_rejected_rows_is_said(said: Said) -> None:
    """10 of 100 that nobody knows to be paid: the word of its status was not understood."""
    assert_accepted(said["doubtful"])
    output = " ".join(said["doubtful"]["output"].split())
    assert "Of the MRR of 100.00, rejected rows leave 5.00 out and 10.00 in that may not be" in output


def test_losing_less_says_nothing(said: Said) -> None:
    assert_accepted(said["few"])
    assert "were rejected" not in said["few"]["output"]


def test_copies_and_later_rows_lose_nothing(said: Said) -> None:
    assert_accepted(said["copies"])
    assert "were rejected" not in said["copies"]["output"]


def test_what_nobody_reads_is_said(said: Said) -> None:
    """A file that is no table, a column that no table has, a table that the manifest alone knows."""
    output = " ".join(said["few"]["output"].split())
    assert "nobody reads deals.csv. The tables are accounts," in output
    assert "'accounts': nobody reads the column favourite_colour" in output
    assert "manifest.json names 'deals', which is no raw table" in output
    assert "nobody reads" not in said["many"]["output"]


def test_every_reason_has_its_row() -> None:
    """What staging can say is in the reference file, and nothing else is."""
    with (TREE / "seeds/reference/rejection_reasons.csv").open(encoding="utf-8", newline="") as lines:
        listed = {row["reason"] for row in csv.DictReader(lines)}
    judging = [*(TREE / "models/staging").rglob("*.sql"), *(TREE / "macros/parsing").rglob("*.sql")]
    said = {
        reason
        for path in judging
        for reason in re.findall(r"then '([a-z]+(?:_[a-z]+)*)'", path.read_text(encoding="utf-8"))
    }
    assert said | {"conflicting_duplicate"} == listed

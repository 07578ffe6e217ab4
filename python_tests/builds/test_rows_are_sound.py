"""The test that every model has fails for each kind of claim that it makes."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from python_tests.support.project import Project

# One edit for each kind of claim: table, what is done to it, words of the claim that it breaks.
EDITS = {
    "key occurs twice": (
        "metric_alerts",
        "insert into marts.metric_alerts"
        " select * replace ('another' as alert_id) from marts.metric_alerts limit 1",
        "metric_name, metric_version, period_start, breakdown, breakdown_value together occur once",
    ),
    "key is null": ("accounts", "update marts.accounts set account_id = null", "account_id is never null"),
    "unique value occurs twice": (
        "metric_alerts",
        "update marts.metric_alerts set alert_id = 'the same'",
        "alert_id occur once",
    ),
    "required value is null": (
        "metric_alerts", "update marts.metric_alerts set severity = null", "severity is never null",
    ),
    "value is not accepted": (
        "accounts",
        "update marts.accounts set lifecycle_stage = 'gone'",
        "lifecycle_stage is one of active, trial, churned, free, signed_up",
    ),
    "rule is broken": (
        "metric_alerts",
        "update marts.metric_alerts set value = (lower_value + upper_value) / 2",
        "alerts lie outside their bounds",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def copy(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("sound") / "project"
    shutil.copytree(project.root, root)
    return replace(project, root=root, parsed_by=project.parsed_by or project.root)


def _broken(copy: Project, model: str) -> tuple[int, set[str]]:
    """Exit code of the model's test, and the claims that it says are broken."""
    done = copy.run("test", "--select", f"{model}_rows_are_sound")
    [sql] = Path(copy.root / "target" / "compiled").rglob(f"{model}_rows_are_sound.sql")
    with duckdb.connect(str(copy.database), read_only=True) as warehouse:
        found = warehouse.execute(sql.read_text(encoding="utf-8")).fetchall()
    return done.returncode, {claim for claim, _ in found}


@pytest.mark.parametrize("edit", EDITS)
def test_a_broken_claim_is_told(edit: str, copy: Project, tmp_path: Path) -> None:
    model, statement, claim = EDITS[edit]
    whole = tmp_path / "whole.duckdb"
    shutil.copyfile(copy.database, whole)
    try:
        assert _broken(copy, model) == (0, set())
        with duckdb.connect(str(copy.database)) as warehouse:
            warehouse.execute(statement)
        code, claims = _broken(copy, model)
        assert code != 0
        assert claim in claims
    finally:
        shutil.move(whole, copy.database)

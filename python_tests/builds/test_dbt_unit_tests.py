"""dbt's unit tests, under settings that are not the demo's: each sets what it depends on."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from north_star.settings import project_settings
from python_tests.support.project import TREE, Project, copy_tree

SETTINGS = {
    "as_of": "2021-03-17",
    "reporting_currency": "EUR",
    "reporting_timezone": "America/New_York",
    "revenue_policy": "stripe",
    "past_due_grace_days": 3,
    "gross_margin": 0.55,
    "ltv_horizon_months": 24,
    "ltv_discount_rate": 0.2,
    "ltv_minimum_at_risk": 3,
    "north_star_trailing_periods": 3,
    "cac_lag_months": 2,
    "north_star_minimum_accounts": 5,
    "session_gap_minutes": 10,
    "trial_window_days": 14,
    "return_first_days": 3,
    "return_day": 30,
    "return_bracket_days": 3,
    "return_minimum_count": 5,
    "nps_answers": "all",
    "bug_category": "defect",
    "end_dates": "inclusive",
    "history_breakdowns": "all",
    "rejected_share_warned": 0.2,
    "rejected_share_failed": 0.9,
}
# What is there, not how it counts.
OTHERS = {"rooms", "room_opened_by", "unit_tests", "demo"}


def test_they_run_under_other_settings_than_any_default() -> None:
    known = project_settings(TREE)
    assert SETTINGS.keys() == known.keys() - OTHERS
    assert {name for name, value in SETTINGS.items() if known[name] == value} == set()


def test_dbt_unit_tests_pass_whatever_a_company_sets(project: Project, tmp_path: Path) -> None:
    """They read no row of the database, only which columns there are."""
    made = Project(copy_tree(tmp_path / "project", project.root))
    shutil.copyfile(project.database, made.database)
    variables = json.dumps(SETTINGS | {"rooms": "all", "unit_tests": True})
    said = made.dbt("test", "--select", "test_type:unit", "--vars", variables, "--no-use-colors")
    made.database.unlink()
    found = len(made.manifest["unit_tests"])
    hooks = 3
    assert f"PASS={found + hooks} WARN=0 ERROR=0 SKIP=0" in said, "a unit test is not run"
    assert found > 0

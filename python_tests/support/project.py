"""Runs dbt the way a user does, in a copy of the project, and reads what it wrote."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from north_star.settings import SETTINGS, project_settings
from python_tests.oracles.company import Company
from python_tests.oracles.settings import Settings
from python_tests.support.dbt_runs import DATABASE, environment, forked
from python_tests.support.forked_dbt import run_dbt

TREE = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(
    ".*", "target", "logs", "*.duckdb", "*.duckdb.wal", "__pycache__", "python_tests", "uv.lock"
)
VARIABLES = (
    "reporting_currency", "reporting_timezone", "past_due_grace_days", "gross_margin", "revenue_policy",
    "ltv_horizon_months", "ltv_discount_rate", "ltv_minimum_at_risk", "cac_lag_months",
    "north_star_minimum_accounts", "north_star_trailing_periods", "session_gap_minutes", "trial_window_days",
    "return_first_days", "return_day", "return_bracket_days", "return_minimum_count", "nps_answers",
    "bug_category", "end_dates",
)  # fmt: skip


@dataclass(frozen=True)
class Project:
    """A copy of the project with the raw folder, settings and database of one company.

    `raw` None means the demo: no variable of ours is set, as for a user who just cloned the project.
    `parsed_by` is the copy of which this one is a copy: it is not parsed again.
    """

    root: Path
    raw: Path | None = None
    settings: Settings | None = None
    parsed_by: Path | None = None

    @property
    def database(self) -> Path:
        return self.root / DATABASE

    @property
    def target(self) -> Path:
        return self.root / "target"

    @property
    def environment(self) -> dict[str, str]:
        ours = environment()
        if self.raw is not None:
            ours["NORTH_STAR_RAW"] = str(self.raw)
        if self.settings is not None:
            ours["NORTH_STAR_AS_OF"] = self.settings.as_of.isoformat()
        return ours

    @property
    def variables(self) -> list[str]:
        """--vars for what differs from the project's defaults; as_of goes through the environment."""
        if self.settings is None:
            return []
        ours, default = self.settings, Settings(self.settings.as_of)
        changed = {
            name: float(value) if name == "gross_margin" else value
            for name in VARIABLES
            if (value := getattr(ours, name)) != getattr(default, name)
        }
        return ["--vars", json.dumps(changed)] if changed else []

    def run(self, *args: str) -> subprocess.CompletedProcess[str]:
        """One dbt command in its own process, so that no lock on the database outlives it."""
        if self.parsed_by is not None:
            return forked(run_dbt, self.parsed_by, self.root, self.environment, [*args, *self.variables])
        command = [sys.executable, "-m", "dbt.cli.main", *args, *self.variables]
        command += ["--target-path", "target", "--log-path", "logs"]
        return subprocess.run(
            command, cwd=self.root, env=self.environment, text=True, capture_output=True, check=False
        )

    def dbt(self, *args: str) -> str:
        """Like `run`, for what must succeed."""
        done = self.run(*args)
        assert done.returncode == 0, (
            f"dbt {' '.join(args)} failed:\n{done.stdout[-6000:]}{done.stderr[-2000:]}"
        )
        return done.stdout

    def build(self, only: Sequence[str] = (), with_data_tests: bool = True) -> str:
        """Seeds, models and data tests, or only what the models named need, without tests.

        Unit tests read no data, and `dbt build` has run them.
        """
        left_out = ["unit_test", *(["test"] if only or not with_data_tests else [])]
        selected = ["--select", *(f"+{one}" for one in only)] if only else []
        excluded = [part for kind in left_out for part in ("--exclude-resource-type", kind)]
        return self.dbt("build", *selected, *excluded)

    @cached_property
    def manifest(self) -> dict[str, Any]:
        path = (self.parsed_by or self.root) / "target" / "manifest.json"
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return manifest

    def nodes(self, resource_type: str) -> list[dict[str, Any]]:
        return [node for node in self.manifest["nodes"].values() if node["resource_type"] == resource_type]


def copy_tree(root: Path, source: Path = TREE) -> Path:
    """Copy what dbt reads of the project, and open all rooms."""
    shutil.copytree(source, root, ignore=LEFT_OUT)
    settings = root / SETTINGS
    opened = settings.read_text(encoding="utf-8").replace("\n  rooms: core\n", "\n  rooms: all\n")
    settings.write_text(opened, encoding="utf-8")
    return root


def demo_project(root: Path) -> Project:
    return Project(copy_tree(root))


def copy_of(
    project: Project, root: Path, raw: Path | None = None, settings: Settings | None = None
) -> Project:
    """A copy for another company, or for the demo again.

    Copies of one session come from one copy: what is edited while the tests run is not in it.
    """
    copy_tree(root, project.root)
    return Project(root, raw, settings, project.parsed_by or project.root)


def company_project(root: Path, company: Company, parsed_by: Project | None = None) -> Project:
    """A copy in which the company's own North Star definitions stand in place of the demo's."""
    if parsed_by is None:
        project = Project(copy_tree(root), company.raw, company.settings)
    else:
        project = copy_of(parsed_by, root, company.raw, company.settings)
    for seed in company.reference.glob("*.csv"):
        shutil.copyfile(seed, root / "seeds" / "reference" / seed.name)
    return project


def demo_company(project: Project) -> Company:
    """The demo as the oracles see it: its settings are the ones that vars.yml gives it."""
    variables = project_settings(project.root)
    known = {**variables, **variables["demo"]}
    settings = Settings.from_variables(known)
    return Company("demo", project.root / "seeds/demo", settings, project.root / "seeds/reference")

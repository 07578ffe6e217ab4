"""A run with another database, memory or data reuses what an earlier run parsed, which takes long."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb

from python_tests.support.dbt_runs import environment
from python_tests.support.project import TREE

# A small project: what makes dbt parse anew is in profiles.yml, however large the project is.
PROJECT = "name: north_star\nprofile: north_star\nflags: {send_anonymous_usage_stats: false}\n"
MODELS = {
    "had": "{{ config(materialized='table') }} select current_setting('memory_limit') as memory_limit",
    "limits": "select * from {{ ref('had') }}",
}
# Both runs are forks of one process, which has imported dbt.
RUNS = """
import json, os, sys
from dbt.cli.main import dbtRunner
for variables in json.loads(sys.argv[1]):
    if os.fork() == 0:
        os.environ.update(variables)
        sys.exit(not dbtRunner().invoke(["run", "--no-use-colors"]).success)
    if os.wait()[1] != 0:
        sys.exit(1)
"""


def test_another_database_is_not_parsed_for(tmp_path: Path) -> None:
    shutil.copyfile(TREE / "profiles.yml", tmp_path / "profiles.yml")
    (tmp_path / "dbt_project.yml").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "models").mkdir()
    for name, sql in MODELS.items():
        (tmp_path / "models" / f"{name}.sql").write_text(sql, encoding="utf-8")
    runs = [
        {"NORTH_STAR_DB": "first.duckdb"},
        {"NORTH_STAR_DB": "second's.duckdb", "NORTH_STAR_MEMORY_LIMIT": "3GB", "NORTH_STAR_RAW": "elsewhere"},
    ]
    done = subprocess.run(
        [sys.executable, "-c", RUNS, json.dumps(runs)],
        cwd=tmp_path,
        env={**environment(), "PYTHONPATH": str(TREE)},
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("Unable to do partial parsing") == 1, done.stdout
    assert sorted(file.name for file in tmp_path.glob("*.duckdb*")) == ["first.duckdb", "second's.duckdb"]
    limits = {}
    for file in ("first.duckdb", "second's.duckdb"):
        # By a name that it was not built under: it may be copied, renamed and swapped.
        renamed = shutil.copyfile(tmp_path / file, tmp_path / "renamed.duckdb")
        with duckdb.connect(renamed, read_only=True) as connection:
            limits[file] = connection.execute("select memory_limit from main.limits").fetchall()
    assert limits == {"first.duckdb": [("3.7 GiB",)], "second's.duckdb": [("2.7 GiB",)]}

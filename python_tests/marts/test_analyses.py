"""Every analysis runs on the built demo; one that looks for faults says so: `meta: {finds_faults: true}`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from python_tests.support.built import Built
from python_tests.support.project import TREE, copy_of

ANALYSES = sorted(path.stem for path in (TREE / "analyses").glob("**/*.sql"))


def test_there_are_analyses() -> None:
    assert ANALYSES


@pytest.fixture(scope="module")
def compiled(demo: Built, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """`dbt build` leaves analyses alone; compiling them needs no database, which the tests hold open."""
    project = copy_of(demo.project, tmp_path_factory.mktemp("analyses") / "project")
    project.dbt("compile", "--no-introspect", "--no-populate-cache", "--select", "resource_type:analysis")
    return replace(demo, project=project)


@pytest.mark.parametrize("name", ANALYSES)
def test_analysis_runs(name: str, compiled: Built) -> None:
    """It executes as compiled; it returns rows, or none where every row would be a fault."""
    [node] = [node for node in compiled.project.nodes("analysis") if node["name"] == name]
    [path] = (compiled.project.target / "compiled").glob(f"**/analyses/**/{name}.sql")
    rows = compiled.rows(path.read_text(encoding="utf-8"))
    if node["config"].get("meta", {}).get("finds_faults"):
        assert not rows, f"{name} finds faults: {rows[:5]}"
    else:
        assert rows, f"{name} returns nothing"


def test_traced_items_make_up_the_account(compiled: Built) -> None:
    """The items' opening and closing MRR add up to the account's, and each has the raw row it comes from."""
    [path] = (compiled.project.target / "compiled").glob("**/analyses/trace_mrr_to_contract.sql")
    rows = compiled.rows(path.read_text(encoding="utf-8"))
    for when in ("opening", "closing"):
        assert sum(row[f"item_{when}_mrr"] for row in rows) == rows[0][f"account_{when}_mrr"]
    assert all(row["subscription_item_id"] in row["contract_rows"] for row in rows)

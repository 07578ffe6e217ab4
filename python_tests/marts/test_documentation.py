"""What the YAML says exists is what the warehouse holds, and says something about it."""

from __future__ import annotations

from python_tests.support.built import Built
from python_tests.support.project import Project


def test_documented_columns_are_the_built_columns(demo: Built) -> None:
    drift = {}
    for node in demo.project.nodes("model"):
        if node["config"]["materialized"] == "ephemeral":
            continue
        relation = f"{node['schema']}.{node['alias']}"
        built = [row["column_name"] for row in demo.rows(f"describe {relation}")]
        documented = set(node["columns"])
        if set(built) != documented:
            drift[node["name"]] = {
                "undocumented": sorted(set(built) - documented),
                "phantom": sorted(documented - set(built)),
            }
    assert drift == {}


def test_marts_say_their_grain_and_have_group_and_access(project: Project) -> None:
    """Contract and words are rules of `python -m north_star governance`."""
    faults = []
    for node in project.nodes("model"):
        if node["fqn"][1] != "marts":
            continue
        if not node["description"].startswith("One row per"):
            faults.append(f"{node['name']}: the description does not begin with its grain")
        if node["access"] != "public" or not node["group"]:
            faults.append(f"{node['name']}: public access and a group are required")
    assert faults == []


def test_only_marts_are_public(project: Project) -> None:
    public = {n["name"] for n in project.nodes("model") if n["access"] == "public"}
    marts = {n["name"] for n in project.nodes("model") if n["fqn"][1] in ("marts", "utilities")}
    assert public <= marts


def test_marts_hold_no_personal_data(demo: Built) -> None:
    """No mart has an e-mail column or shows an address that is in the raw users."""
    for node in demo.project.nodes("model"):
        if node["fqn"][1] != "marts":
            continue
        relation = f"{node['schema']}.{node['alias']}"
        described = demo.rows(f"describe {relation}")
        assert "email" not in {row["column_name"] for row in described}, node["name"]
        for row in described:
            if row["column_type"] == "VARCHAR":
                column = row["column_name"]
                found = demo.rows(f"select {column} from {relation} where {column} like '%@%.%' limit 3")
                assert not found, f"{node['name']}.{column}: {found}"

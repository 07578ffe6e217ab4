"""What the README tells people to build can be built alone, in an empty database."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from python_tests.support.project import TREE, Project

ROWS = re.findall(
    r"`uv run dbt build --select \+(\w+)(?: --vars '(rooms: \w+)')?` \| (\w+) \|",
    (TREE / "README.md").read_text(encoding="utf-8"),
)


def test_every_row_has_a_command() -> None:
    text = (TREE / "README.md").read_text(encoding="utf-8")
    table = text.partition("## I want X: build this\n")[2].partition("\n## ")[0]
    assert len(ROWS) == table.count("\n|") - 2
    assert [
        (mart, rooms) for mart, rooms, room in ROWS if rooms != ("" if room == "core" else f"rooms: {room}")
    ] == []


@pytest.mark.parametrize("mart", [mart for mart, _, _ in ROWS])
def test_a_mart_alone_takes_no_test_of_what_it_leaves_out(mart: str, project: Project) -> None:
    nodes = {**project.manifest["nodes"], **project.manifest["sources"]}
    forked = replace(project, parsed_by=project.root)
    listed = forked.dbt("ls", "--quiet", "--output", "name", "--select", f"+{mart}").split()
    selected = {key for key, node in nodes.items() if node["name"] in listed}
    assert any(nodes[key]["name"] == mart for key in selected)
    tests = [nodes[key] for key in selected if nodes[key]["resource_type"] == "test"]
    assert tests
    unbuilt = {
        test["name"]: missing
        for test in tests
        if (
            missing := [
                read for read in test["depends_on"]["nodes"] if read not in selected and "source." not in read
            ]
        )
    }
    assert unbuilt == {}

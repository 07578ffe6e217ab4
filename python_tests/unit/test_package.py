"""The package north_star: a quick command line, no circles of imports, one family of errors."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from north_star.__main__ import main
from python_tests.support.project import TREE

SLOW = {
    "apprise", "dbt", "dbt_charts", "duckdb", "metricflow", "numpy", "pandas", "sqlglot", "vl_convert",
    "yaml",
}  # fmt: skip
NOT_FOR_USERS = {
    # Caught where it is raised: a formula that one dataset alone cannot express.
    "SeveralDatasetsError",
}


def test_help_imports_nothing_that_takes_time() -> None:
    """What is imported is what takes the time; seconds would differ from machine to machine."""
    code = f"import sys; from north_star.__main__ import parser; parser(); print({SLOW} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], cwd=TREE, text=True, capture_output=True, check=True)
    assert done.stdout.strip() == "set()"


def _modules(package: str) -> dict[str, Path]:
    """Every module of a package with its file; a package under its own name."""
    found = {}
    for path in (TREE / package).rglob("*.py"):
        parts = path.relative_to(TREE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def _imports(path: Path, modules: dict[str, Path]) -> Iterator[str]:
    """Modules that a file imports, wherever in it: within functions and for type checkers, too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                whole = f"{node.module}.{one.name}"
                yield from (name for name in (whole, node.module) if name in modules and name != "north_star")


@pytest.mark.parametrize("package", ["north_star", "python_tests"])
def test_modules_import_each_other_one_way(package: str) -> None:
    modules = _modules(package)
    graph = {name: {*_imports(path, modules)} - {name} for name, path in modules.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(f"these import each other: {' <- '.join(circle.args[1])}")


def test_folders_of_the_package_import_each_other_one_way() -> None:
    modules = _modules("north_star")
    graph: dict[str, set[str]] = {}
    for name, path in modules.items():
        own = ".".join(name.split(".")[:2])
        others = {".".join(one.split(".")[:2]) for one in _imports(path, modules)}
        graph.setdefault(own, set()).update(others - {own})
    TopologicalSorter(graph).prepare()


def test_every_error_is_one_that_the_command_line_explains() -> None:
    bases = {
        node.name: [ast.unparse(base) for base in node.bases]
        for path in _modules("north_star").values()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and node.name.endswith("Error")
    }
    assert {"AlertsError", "DeliveryError", "GovernanceError", "NotBuiltError", "StateError"} <= bases.keys()
    assert {name for name, of in bases.items() if of == ["Exception"]} == {"UserError", *NOT_FOR_USERS}
    assert {one for of in bases.values() for one in of} == {"Exception", "UserError"}


def test_an_error_of_the_user_is_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["benchmark", "--raw", str(tmp_path)]) == 2
    assert main(["benchmark-revenue", "--accounts", "3"]) == 2
    assert main(["benchmark-revenue", "--months", "1"]) == 2
    said = capsys.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in said] == ["north_star"] * 3
    assert "has no events" in said[0]

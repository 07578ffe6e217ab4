"""CODEOWNERS, the pull-request template and CONTRIBUTING.md speak of what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from north_star.__main__ import parser
from python_tests.project import TREE, Project

RULE = re.compile(r"^(?P<pattern>\S+)\s+@[\w-]+/(?P<team>[\w-]+)$")


def _rules() -> list[tuple[str, str]]:
    lines = (TREE / ".github" / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    rules = []
    for line in lines:
        if line and not line.startswith("#"):
            found = RULE.match(line)
            assert found, f"not a pattern and one team: {line}"
            rules.append((found["pattern"], found["team"]))
    return rules


def _matches(pattern: str, path: str) -> bool:
    """As of .gitignore, as far as the file uses it."""
    if pattern == "*":
        return True
    text = re.escape(pattern.strip("/")).replace(r"\*\*/", "(?:.*/)?").replace(r"\*", "[^/]*")
    return re.fullmatch(text + ("/.*" if pattern.endswith("/") else ""), path) is not None


def _owner(path: str) -> str:
    return [team for pattern, team in _rules() if _matches(pattern, path)][-1]


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("models/marts/revenue/mrr_movements.yml", "revenue-analytics"),
        ("models/intermediate/economics/int_company_efficiency.sql", "revenue-analytics"),
        ("models/intermediate/accounts/int_profiles.sql", "revenue-analytics"),
        ("models/intermediate/lifecycle/int_activation_events.sql", "growth"),
        ("models/marts/metric_tree/metric_tree.sql", "data-platform"),
        ("seeds/reference/north_star_definitions.csv", "growth"),
    ],
)
def test_a_file_has_the_owner_that_one_expects(path: str, owner: str) -> None:
    assert (TREE / path).exists()
    assert _owner(path) == owner


def test_who_answers_for_a_metric_reviews_its_file(project: Project) -> None:
    wrong = {
        metric["name"]: (meta["owner"], asked)
        for metric in project.manifest["metrics"].values()
        if (meta := metric["config"]["meta"])["owner"] != (asked := _owner(metric["original_file_path"]))
    }
    assert wrong == {}


def test_every_team_answers_for_a_subject(project: Project) -> None:
    """No team that the project does not know, and no group without."""
    groups = {group["owner"]["name"] for group in project.manifest["groups"].values()}
    assert {team for _, team in _rules()} == groups


def test_every_rule_is_for_something() -> None:
    files = [
        path.relative_to(TREE).as_posix()
        for folder in ("models", "seeds")
        for path in (TREE / folder).rglob("*")
        if path.is_file()
    ]
    assert [pattern for pattern, _ in _rules() if not any(_matches(pattern, path) for path in files)] == []


def _prose() -> str:
    texts = (TREE / name for name in ("CONTRIBUTING.md", ".github/pull_request_template.md"))
    return "\n".join(path.read_text(encoding="utf-8") for path in texts)


def test_files_that_the_text_names_exist() -> None:
    named = set(re.findall(r"`((?:models|python_tests|seeds|charts|catalogue)/[\w./-]*)`", _prose()))
    named |= {link for link in re.findall(r"\]\(([\w./-]+)\)", _prose()) if not link.startswith("..")}
    assert len(named) > 10
    assert [name for name in sorted(named) if not (TREE / name).exists()] == []


def test_commands_that_the_text_names_exist() -> None:
    named = set(re.findall(r"python -m north_star ([\w-]+)", _prose()))
    known = set(re.findall(r"[\w-]+", parser().format_help()))
    assert named <= known, named - known
    assert {"readme", "catalogue", "governance", "versions"} <= named


def test_the_worked_example_is_true() -> None:
    """The names by which it leads a reader through the files are in them."""
    for path, word in (
        ("models/marts/voice/_voice__docs.md", "{% docs csat %}"),
        ("models/marts/support/csat_answers.yml", "- name: csat\n"),
        ("python_tests/cases/voice.py", "csat_from_four"),
        ("python_tests/oracles/mart_voice.py", "def csat_monthly"),
        ("python_tests/cases/parity_voice.py", '"csat": "csat"'),
    ):
        assert word in Path(TREE / path).read_text(encoding="utf-8"), path

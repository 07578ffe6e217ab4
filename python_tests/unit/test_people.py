"""CODEOWNERS, the pull-request template and CONTRIBUTING.md name files and commands that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from north_star.__main__ import parser
from python_tests.support.code_owners import matches, owner_of, rules
from python_tests.support.project import TREE


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("models/marts/revenue/mrr_movements.yml", "revenue-analytics"),
        ("models/intermediate/economics/int_company_efficiency.sql", "revenue-analytics"),
        ("models/intermediate/accounts/int_account_profiles.sql", "revenue-analytics"),
        ("models/intermediate/lifecycle/int_activation_events.sql", "growth"),
        ("models/marts/metric_tree/metric_tree.sql", "data-platform"),
        ("seeds/reference/north_star_definitions.csv", "growth"),
    ],
)
def test_a_file_has_the_owner_that_one_expects(path: str, owner: str) -> None:
    assert (TREE / path).exists()
    assert owner_of(path) == owner


def test_every_rule_is_for_something() -> None:
    files = [
        path.relative_to(TREE).as_posix()
        for folder in ("models", "macros", "seeds")
        for path in (TREE / folder).rglob("*")
        if path.is_file()
    ]
    assert [pattern for pattern, _ in rules() if not any(matches(pattern, path) for path in files)] == []


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

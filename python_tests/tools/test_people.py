"""CODEOWNERS names the owners that the metrics and groups of the project have."""

from __future__ import annotations

from python_tests.support.code_owners import owner_of, rules
from python_tests.support.project import Project


def test_who_answers_for_a_metric_reviews_its_file(project: Project) -> None:
    wrong = {
        metric["name"]: (meta["owner"], asked)
        for metric in project.manifest["metrics"].values()
        if (meta := metric["config"]["meta"])["owner"] != (asked := owner_of(metric["original_file_path"]))
    }
    assert wrong == {}


def test_every_team_answers_for_a_subject(project: Project) -> None:
    """No team that the project does not know, and no group without."""
    groups = {group["owner"]["name"] for group in project.manifest["groups"].values()}
    assert {team for _, team in rules()} == groups

"""`python -m north_star review`: the docs' example comes out again, and what cannot be reviewed is said."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

from north_star.__main__ import main, parser
from north_star.governance.case import Case
from north_star.governance.definitions import Definitions
from north_star.governance.manifest import State
from north_star.review.states import (
    BUILT,
    DATABASE,
    FOLDER,
    Data,
    branched_from,
    forget,
    unpacked,
    working_tree,
)
from python_tests.support.project import TREE, Project
from python_tests.support.review_example import (
    BRANCH,
    MAIN,
    PAGE,
    PICTURE,
    SQL,
    commit,
    edit,
    git,
    north_star,
    page,
    put_in_order,
    repository,
)

Example = tuple[Path, subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def example(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Example:
    """The example's repository after the command, which finds the base as the demo's project has built it."""
    root = repository(tmp_path_factory.mktemp("review") / "project")
    data = Data(None, "2025-12-31")
    built = root / FOLDER / f"{working_tree(root).digest()}-{data.digest(root)}"
    built.mkdir(parents=True)
    shutil.copyfile(project.database, built / DATABASE)
    shutil.copyfile(project.target / "manifest.json", built / "manifest.json")
    (built / BUILT).touch()
    edit(root)
    put_in_order(root)
    done = north_star(root, "review", "--base", MAIN, "--out", "review")
    return root, done


@pytest.mark.apart
def test_the_example_of_the_docs_comes_out(example: Example) -> None:
    root, done = example
    assert done.returncode == 3, done.stdout + done.stderr
    assert f"{MAIN} (" in done.stderr and "built before" in done.stderr
    written = page((root / "review" / "review.md").read_text(encoding="utf-8")).replace("HEAD", BRANCH)
    assert written == PAGE.read_text(encoding="utf-8"), (
        "run `uv run python -m python_tests.support.review_example`"
    )


@pytest.mark.apart
def test_the_record_says_the_same(example: Example) -> None:
    record = json.loads((example[0] / "review" / "review.json").read_text(encoding="utf-8"))
    assert record["verdict"] == "change in order"
    metrics = {one["metric"]: one for one in record["metrics"]}
    assert {name: one["kind"] for name, one in metrics.items()} == {
        "csat": "breaking", "csat_satisfied_count": "breaking",
        "ces_agree_count": "compatible", "ces_agree_share": "compatible",
    }  # fmt: skip
    assert metrics["csat"]["values"]["closed_periods_restated"] > 0
    assert metrics["ces_agree_share"]["values"]["numbers_moved"] == 0
    assert "metrics" not in metrics["csat"]["downstream"]
    assert metrics["csat_satisfied_count"]["downstream"]["metrics"] == ["csat"]
    assert metrics["csat"]["downstream"]["boards"] == ["support"]
    assert list(record["sql"]) == [SQL.stem]
    assert record["owners"] == {"customer-insights": list(metrics)}


@pytest.mark.apart
def test_the_picture_shows_before_and_after(example: Example) -> None:
    picture = (example[0] / "review" / "review.png").read_bytes()
    assert picture.startswith(b"\x89PNG") and len(picture) > 20_000


@pytest.mark.apart
def test_the_example_is_a_change_of_these_four_and_of_no_other(example: Example, governed: Case) -> None:
    manifests = (example[0] / FOLDER).glob("*/manifest.json")
    states = [
        Definitions(State(example[0], json.loads(one.read_text(encoding="utf-8")))) for one in manifests
    ]
    prints = [{name: one.of(name).fingerprint for name in governed.metrics} for one in states]
    before = {name: governed.of(name).fingerprint for name in governed.metrics}
    [after] = [one for one in prints if one != before]
    changed = [name for name in before if after[name] != before[name]]
    assert changed == ["ces_agree_count", "ces_agree_share", "csat", "csat_satisfied_count"]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A repository with two files, of which one decides about numbers."""
    root = tmp_path / "small"
    (root / "models").mkdir(parents=True)
    (root / "models" / "a.sql").write_text("select 1 as a\n", encoding="utf-8")
    (root / "README.md").write_text("words\n", encoding="utf-8")
    (root / "dbt_project.yml").write_text(
        'vars: {reporting_currency: USD, demo: {as_of: "2025-12-31"}}\n', encoding="utf-8"
    )
    (root / ".gitignore").write_text("target/\n", encoding="utf-8")
    git(root, "init", "--quiet", "--initial-branch", MAIN)
    commit(root, "First")
    return root


def test_only_what_decides_about_numbers_is_a_change(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (small / "README.md").write_text("other words\n", encoding="utf-8")
    monkeypatch.chdir(small)
    assert main(["review", "--base", MAIN]) == 0
    assert "no change" in capsys.readouterr().out
    before = working_tree(small).digest()
    (small / "models" / "a.sql").write_text("select 2 as a\n", encoding="utf-8")
    assert working_tree(small).digest() != before
    assert working_tree(small).name == "the working tree"


def test_what_others_changed_meanwhile_is_no_part_of_it(small: Path) -> None:
    git(small, "switch", "--quiet", "--create", "feature")
    (small / "models" / "b.sql").write_text("select 2 as b\n", encoding="utf-8")
    commit(small, "Ours")
    git(small, "switch", "--quiet", MAIN)
    (small / "models" / "c.sql").write_text("select 3 as c\n", encoding="utf-8")
    commit(small, "Theirs")
    with unpacked(small, branched_from(small, MAIN, "feature"), MAIN) as base:
        assert sorted(one.name for one in base.files()) == ["a.sql", "dbt_project.yml"]
        folder = base.root
    assert not folder.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--base", "nowhere"], "'nowhere' is not a commit here"),
        (["--base", MAIN, "--head", "nowhere"], "'nowhere' is not a commit here"),
        (["--base", MAIN, "--raw", "raw"], "--raw and --as-of go together"),
        (["--base", MAIN, "--raw", "raw", "--as-of", "2025-12-31"], "--raw raw is no folder"),
    ],
)
def test_what_cannot_be_reviewed_is_said(
    arguments: list[str],
    words: str,
    small: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(small)
    assert main(["review", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_a_state_that_does_not_build_is_named(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (small / "models" / "a.sql").write_text("select from nowhere\n", encoding="utf-8")
    monkeypatch.chdir(small)
    assert main(["review", "--base", MAIN]) == 2
    assert "cannot be built" in capsys.readouterr().err


def test_old_builds_are_forgotten(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / BUILT).touch()
    forget(tmp_path, {tmp_path / "0", tmp_path / "1"})
    left = {one.name for one in tmp_path.iterdir()}
    assert len(left) == 4 and {"0", "1"} <= left


def test_the_workflow_calls_the_command_as_it_is() -> None:
    workflow = yaml.safe_load((TREE / ".github/workflows/metric-review.yml").read_text(encoding="utf-8"))
    steps = {one.get("name"): one for one in workflow["jobs"]["review"]["steps"]}
    script = steps["Review"]["run"].replace("\\\n", " ")
    line = next(one for one in script.splitlines() if "north_star review" in one)
    words = line.partition("north_star ")[2].partition("||")[0].replace('"', "").split()
    arguments = parser().parse_args(words)
    assert (arguments.base, arguments.out, arguments.head) == ("$BASE", Path("review"), None)
    assert "0 | 3)" in steps["Verdict"]["run"]


def test_the_example_is_linked() -> None:
    for name in ("README.md", "CONTRIBUTING.md"):
        assert f"docs/{PAGE.name}" in (TREE / name).read_text(encoding="utf-8")
    assert PICTURE.exists()

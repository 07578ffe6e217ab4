"""A real change of a definition, reviewed: the example of the docs. A test compares it with what comes out.

python -m python_tests.support.review_example    writes docs/review_example.md and its picture
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from north_star.governance.case import CHANGELOG, case_of
from north_star.governance.manifest import compiled
from north_star.governance.registry import changelog_line, write
from north_star.governance.versions import missing_versions
from python_tests.support.project import TREE, copy_tree

DOCS = TREE / "docs"
PAGE, PICTURE = DOCS / "review_example.md", DOCS / "images" / "review_example.png"
MAIN, BRANCH = "main", "csat-five-of-five"
SQL = Path("models/intermediate/voice/int_survey_answers.sql")
WAS, IS = "            else responses.score >= 4\n", "            else responses.score >= 5\n"
REASONS = {
    "csat": ("breaking", "4 was half of all answers: only 5 of 5 counts as satisfied."),
    "ces": ("compatible", "Reads the line that was edited; no number of effort moves."),
}
EFFECTIVE_FROM = "2026-01-01"
HEAD = """# A metric review

What `python -m north_star review` says of a change on the demo: that only 5 of 5 counts as satisfied, the
example of [CONTRIBUTING.md](../CONTRIBUTING.md#version). Four metrics read the line that was edited. The
numbers of two move, and their new versions are *breaking*; those of the other two do not: their versions are
*compatible*, and the review has proved it. A workflow,
[metric-review.yml](../.github/workflows/metric-review.yml), writes this as a comment on the pull request.
Made by

```sh
uv run python -m python_tests.support.review_example
```

---

"""


def repository(root: Path) -> Path:
    """A git repository with the project on its main branch."""
    copy_tree(root)
    # What `copy_tree` leaves out is no part of a state, nor is what dbt writes.
    (root / ".gitignore").write_text("target/\nlogs/\n*.duckdb\n", encoding="utf-8")
    git(root, "init", "--quiet", "--initial-branch", MAIN)
    commit(root, "The project")
    return root


def git(root: Path, *arguments: str) -> None:
    who = ("-c", "user.name=example", "-c", "user.email=example@example.com")
    subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True)


def commit(root: Path, message: str) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", message)


def edit(root: Path) -> None:
    """The change of SQL, on a branch, and nothing that has to go with it."""
    git(root, "switch", "--quiet", "--create", BRANCH)
    text = (root / SQL).read_text(encoding="utf-8")
    assert text.count(WAS) == 1, f"{SQL} does not read {WAS.strip()} any more"
    (root / SQL).write_text(text.replace(WAS, IS), encoding="utf-8")
    commit(root, "Only 5 of 5 counts as satisfied")


def put_in_order(root: Path) -> None:
    """The versions and the lines of the changelog that the rules ask for, as `versions` writes them."""
    case = case_of(compiled(root, root / "target" / "governance"))
    rows = []
    for row in missing_versions(case):
        kind, reason = REASONS[row.metric_name.partition("_")[0]]
        rows.append(replace(row, change_kind=kind, reason=reason, effective_from=EFFECTIVE_FROM))
    write(root, [*case.versions, *rows])
    with (root / CHANGELOG).open("a", encoding="utf-8") as changelog:
        for _, same in groupby(rows, key=lambda row: row.reason):
            changelog.write(changelog_line(list(same)) + "\n")
    commit(root, "New versions")


def north_star(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(TREE), "DO_NOT_TRACK": "1"}
    command = [sys.executable, "-m", "north_star", *arguments]
    return subprocess.run(command, cwd=root, env=environment, text=True, capture_output=True, check=False)


def page(review: str) -> str:
    """The review as it stands in the docs: without the commits' names, which differ each time."""
    without = re.sub(r" \([0-9a-f]{7}\)", "", review)
    return HEAD + without.replace("](review.png)", f"]({PICTURE.relative_to(DOCS)})")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = repository(Path(folder) / "project")
        edit(root)
        put_in_order(root)
        done = north_star(root, "review", "--base", MAIN, "--head", BRANCH, "--out", "review")
        assert done.returncode == 3, done.stdout + done.stderr
        PAGE.write_text(page((root / "review" / "review.md").read_text(encoding="utf-8")), encoding="utf-8")
        shutil.copyfile(root / "review" / "review.png", PICTURE)


if __name__ == "__main__":
    main()

"""`python -m python_tests.mutations.others`: who catches what, as a table of docs/who_catches_what.md.

What each tool said is kept in target/mutations, by edit: a run that was stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from north_star.governance.case import case_of
from north_star.governance.manifest import compiled
from north_star.readme import with_block
from python_tests.mutations.bench import Bench
from python_tests.mutations.changing import CHANGING
from python_tests.mutations.mutation import Mutation, waves
from python_tests.mutations.preserving import PRESERVING
from python_tests.mutations.tools import TOOLS, ToolError, Workplace, workplace
from python_tests.support.project import copy_tree

PAGE = Path(__file__).parents[2] / "docs" / "who_catches_what.md"
KEPT = Path("target/mutations")
CAUGHT, MISSED, FALSE_ALARM, QUIET = "caught", "not seen", "false alarm", "quiet"
FAILED, NOT_ASKED = "error", "not asked"
COLUMNS = ("dbt", "semguard", "preflight", "ours")
ERROR = "error: "


def key(mutation: Mutation) -> str:
    """An edit that was itself edited is tried again."""
    parts = (mutation.path, mutation.old, mutation.new, str(mutation.more))
    return f"{mutation.id} {blake2b(chr(0).join(parts).encode(), digest_size=4).hexdigest()}"


def verdict(mutation: Mutation, said: str | None) -> str:
    if said is None:
        return NOT_ASKED
    if said.startswith(ERROR):
        return FAILED
    if mutation.metric:
        return CAUGHT if said else MISSED
    return FALSE_ALARM if said else QUIET


class Kept:
    """What one tool said of each edit."""

    def __init__(self, tool: str) -> None:
        self.path = KEPT / f"{tool}.json"
        self.said: dict[str, str] = (
            json.loads(self.path.read_text(encoding="utf-8")) if self.path.exists() else {}
        )

    def add(self, mutations: list[Mutation], said: str) -> None:
        self.said |= {key(one): said for one in mutations}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self.said, indent=1), encoding="utf-8")
        print(f"{self.path.stem}: {', '.join(one.id for one in mutations)}: {said or '-'}", flush=True)


def groups(tool: str) -> list[list[Mutation]]:
    """What is asked at once: edits that the tool is likely to be silent of; the others one by one."""
    if tool == "dbt":
        return [[one] for one in (*CHANGING, *PRESERVING)]
    yaml = [one for one in CHANGING if tool == "preflight" and one.path.endswith(".yml")]
    return [yaml, *([one] for one in CHANGING if one not in yaml), *waves(PRESERVING)]


def asked(tool: str, place: Workplace) -> None:
    """Where a tool says anything of several edits, it is asked again of each half of them."""
    kept = Kept(tool)

    def ask(mutations: list[Mutation]) -> None:
        todo = [one for one in mutations if key(one) not in kept.said]
        if not todo:
            return
        try:
            said = TOOLS[tool](place, todo)
        except ToolError as problem:
            said = ERROR + " ".join(str(problem).split())[-600:]
        if said and len(todo) > 1:
            ask(todo[: len(todo) // 2])
            ask(todo[len(todo) // 2 :])
        else:
            kept.add(todo, said)

    for group in groups(tool):
        ask(group)


def asked_ours(folder: Path) -> None:
    root = copy_tree(folder / "project")
    bench = Bench(root, folder / "scratch", case_of(compiled(root, folder / "target")))
    bench.scratch.mkdir()
    kept = Kept("ours")
    for one in (*CHANGING, *PRESERVING):
        kept.add([one], "governance" if bench.is_seen(one) else "")


def table() -> str:
    """One Markdown row an edit, and the sums."""
    said = {tool: Kept(tool).said for tool in COLUMNS}
    lines = ["| edit | file | " + " | ".join(COLUMNS) + " |", "| --- " * (2 + len(COLUMNS)) + "|"]
    for title, edits in (("**changes the meaning**", CHANGING), ("**keeps the meaning**", PRESERVING)):
        lines.append(f"| {title} |" + " |" * (1 + len(COLUMNS)))
        right = CAUGHT if edits is CHANGING else QUIET
        for one in edits:
            verdicts = [verdict(one, said[tool].get(key(one))) for tool in COLUMNS]
            lines.append(f"| {one.id} | `{one.path}` | " + " | ".join(verdicts) + " |")
        counts = [sum(verdict(one, said[tool].get(key(one))) == right for one in edits) for tool in COLUMNS]
        sums = " | ".join(f"**{count} of {len(edits)}**" for count in counts)
        lines.append(f"| **{right}** | | {sums} |")
    return "\n".join(lines)


def verdicts_on(text: str) -> dict[str, dict[str, str]]:
    """Each tool's verdict by edit, from the page."""
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if "`" in line]
    cells = [row for row in rows if len(row) == 2 + len(COLUMNS)]
    return {row[0]: dict(zip(COLUMNS, row[2:], strict=True)) for row in cells}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tool", choices=COLUMNS, action="append", help="ask only this one")
    parser.add_argument("--table", action="store_true", help="ask nobody; write the table from what was said")
    arguments = parser.parse_args()
    for tool in () if arguments.table else arguments.tool or COLUMNS:
        with tempfile.TemporaryDirectory() as folder:
            if tool == "ours":
                asked_ours(Path(folder))
            else:
                asked(tool, workplace(Path(folder), tool))
    if arguments.table or not arguments.tool:
        PAGE.write_text(with_block(PAGE.read_text(encoding="utf-8"), "table", table()), encoding="utf-8")
        print(f"written: {PAGE}; dbt {version('dbt-core')}", file=sys.stderr)


if __name__ == "__main__":
    main()

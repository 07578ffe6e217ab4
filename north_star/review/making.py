"""Builds both states, compares them, and writes the review's files."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urljoin

from north_star.errors import UsageError
from north_star.review.chart import write_chart
from north_star.review.markdown import markdown
from north_star.review.numbers import comparison
from north_star.review.report import IN_ORDER, NO_CHANGE, RULE_BROKEN, Report, report
from north_star.review.states import (
    FOLDER,
    Data,
    State,
    branched_from,
    built,
    commit_of,
    unpacked,
    working_tree,
)
from north_star.settings import project_settings

EXIT = {NO_CHANGE: 0, RULE_BROKEN: 1, IN_ORDER: 3}
PAGE, RECORD, CHART = "review.md", "review.json", "review.png"


def make(arguments: argparse.Namespace) -> int:
    """Write the review, print the verdict and return it as exit code for CI."""
    root = Path().absolute()
    if (arguments.raw is None) != (arguments.as_of is None):
        raise UsageError("--raw and --as-of go together: the folder and its last day")
    with ExitStack() as open_states:
        if arguments.head:
            head_commit = commit_of(root, arguments.head)
            head = open_states.enter_context(unpacked(root, head_commit, arguments.head))
        else:
            head_commit = commit_of(root, "HEAD")
            head = working_tree(root)
        base_commit = branched_from(root, arguments.base, head_commit)
        base = open_states.enter_context(unpacked(root, base_commit, arguments.base))
        return review(base, head, data_of(head, arguments.raw, arguments.as_of), root / FOLDER, arguments)


def data_of(head: State, raw: Path | None, as_of: str | None) -> Data:
    if raw is not None and not raw.is_dir():
        raise UsageError(f"--raw {raw} is no folder")
    return Data(raw, as_of or str(project_settings(head.root)["demo"]["as_of"]))


def review(base: State, head: State, data: Data, cache: Path, arguments: argparse.Namespace) -> int:
    if base.digest() == head.digest():
        print(f"{NO_CHANGE}: models, macros, reference files and settings are those of {base.name}")
        return EXIT[NO_CHANGE]
    old, new = built([base, head], data, cache)
    databases = {"old": old.database, "new": new.database}
    manifests = {"old": old.case.state.manifest, "new": new.case.state.manifest}
    with comparison(databases, manifests, data.as_of) as compared:
        found = report(old, new, data, compared)
    currency = str(project_settings(head.root)["reporting_currency"])
    write(found, arguments.out, currency, arguments.image_address)
    print(f"{found.verdict}: {arguments.out / PAGE}")
    for one in found.broken:
        print(one, file=sys.stderr)
    return EXIT[found.verdict]


def write(found: Report, folder: Path, currency: str, address: str | None) -> None:
    """Write the comment, the same as JSON, and the picture."""
    folder.mkdir(parents=True, exist_ok=True)
    image = None
    if write_chart(found, folder / CHART):
        image = urljoin(address.rstrip("/") + "/", CHART) if address else CHART
    else:
        (folder / CHART).unlink(missing_ok=True)
    (folder / PAGE).write_text(markdown(found, currency, image), encoding="utf-8")
    record = json.dumps(found.record(), indent=2, ensure_ascii=False)
    (folder / RECORD).write_text(record + "\n", encoding="utf-8")

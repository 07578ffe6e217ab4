"""The registry of versions: what is read is what was written, and the rows that are missing are offered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from north_star.governance.case import Case
from north_star.governance.registry import Version, changelog_line, read, write
from north_star.governance.versions import missing_versions
from python_tests.support.registered import as_first_versions


def test_registry_is_read_as_it_was_written(governed: Case, tmp_path: Path) -> None:
    (tmp_path / "seeds/reference").mkdir(parents=True)
    rows = [
        *governed.versions,
        Version("zz", 1, "0123456789ab", "2026-01-01", "growth", "initial", 'Says "x", and y.'),
    ]
    write(tmp_path, reversed(rows))
    assert read(tmp_path) == rows


def test_rows_that_are_missing_are_offered(governed: Case) -> None:
    old = {"mrr": "0123456789ab", "arr": "0123456789ab"}
    first = as_first_versions(governed)
    rows = [replace(one, fingerprint=old.get(one.metric_name, one.fingerprint)) for one in first.versions]
    changed = replace(first, versions=rows)
    missing = missing_versions(changed)
    assert [(one.metric_name, one.metric_version) for one in missing] == [("arr", 2), ("mrr", 2)]
    assert missing[1].fingerprint == governed.metrics["mrr"].fingerprint
    assert changelog_line(missing).startswith("- Version 2 of `arr`, `mrr` from ")
    assert [one.metric_name for one in missing_versions(changed, ["mrr"])] == ["mrr"]

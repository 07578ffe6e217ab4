"""What a build adds to the ledger of published numbers, and why a number was restated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import isclose
from typing import Any

KEY = ("metric_name", "period_grain", "period_start", "breakdown", "breakdown_value")
Row = Mapping[str, Any]
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Publication:
    """One row of the ledger, without when and by whom."""

    number: int
    kind: str
    version: int
    value: float | None
    as_of: date


def ledger(rows: Iterable[Row]) -> dict[Key, list[Publication]]:
    """Rows of metric_history as publications, by what they are of, the oldest first."""
    found: dict[Key, list[Publication]] = {}
    for row in sorted(rows, key=lambda row: row["publication_number"]):
        one = Publication(
            row["publication_number"],
            row["publication_type"],
            row["metric_version"],
            row["value"],
            row["as_of"],
        )
        found.setdefault(tuple(row[name] for name in KEY), []).append(one)
    return found


def _kind(before: Publication | None, version: int, value: float) -> str | None:
    if before is None:
        return "first"
    if before.value is None:
        return "returned"
    if not isclose(before.value, value, rel_tol=1e-9, abs_tol=0):
        return "restated"
    return None if before.version == version else "new version"


def published(
    before: Mapping[Key, list[Publication]],
    metric_values: Iterable[Row],
    as_of: date,
    all_breakdowns: bool = False,
) -> dict[Key, list[Publication]]:
    """The ledger after a build that comes to these values: what stood there, and what is said anew."""
    after = {key: list(publications) for key, publications in before.items()}
    said = set()
    for row in metric_values:
        kept = all_breakdowns or row["breakdown"] == "total"
        if not kept or not row["is_complete"] or row["value"] is None:
            continue
        key = tuple(row[name] for name in KEY)
        said.add(key)
        publications = after.setdefault(key, [])
        kind = _kind(publications[-1] if publications else None, row["metric_version"], row["value"])
        if kind:
            number = len(publications) + 1
            publications.append(Publication(number, kind, row["metric_version"], row["value"], as_of))
    for key in after.keys() - said:
        last = after[key][-1]
        kept = all_breakdowns or key[3] == "total"
        if kept and last.value is not None and last.as_of <= as_of:
            after[key].append(Publication(last.number + 1, "withdrawn", last.version, None, as_of))
    return after

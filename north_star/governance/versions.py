"""Finds the rows missing from metric_versions.csv and completes them."""

from __future__ import annotations

from dataclasses import replace

from north_star.governance.case import Case, GovernanceError, day
from north_star.governance.registry import Version, latest, next_version


def missing_versions(case: Case, only: list[str] | None = None) -> list[Version]:
    """Rows missing from the registry, still without day and reason."""
    known = latest(case.versions)
    return [
        next_version(known.get(name), name, definition.fingerprint, case.owner(name))
        for name, definition in case.metrics.items()
        if (only is None or name in only)
        and (name not in known or known[name].fingerprint != definition.fingerprint)
    ]


def completed(row: Version, case: Case, reason: str | None, effective_from: str | None, kind: str) -> Version:
    """The row with day and reason; a new metric takes effect on the day of its first review."""
    reviewed = str(case.state.metrics[row.metric_name]["config"]["meta"].get("reviewed_on") or "")
    effective = effective_from or (reviewed if row.metric_version == 1 else "")
    why = reason or ("First version." if row.metric_version == 1 else "")
    if day(effective) is None or not why.strip():
        raise GovernanceError(
            f"{row.metric_name} has changed: give --reason and --effective-from (a day such as 2026-01-31)"
        )
    return replace(
        row, effective_from=effective, reason=why,
        change_kind=row.change_kind if row.metric_version == 1 else kind,
    )  # fmt: skip

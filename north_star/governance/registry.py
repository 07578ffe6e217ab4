"""The registry: every version of every metric, with fingerprint, first day, owner and reason."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from north_star.errors import UserError

REGISTRY = Path("seeds/reference/metric_versions.csv")
KINDS = ("initial", "breaking", "compatible")


@dataclass(frozen=True)
class Version:
    """A row of the registry. Last day and successor are blank unless the metric is deprecated."""

    metric_name: str
    metric_version: int
    fingerprint: str
    effective_from: str
    owner: str
    change_kind: str
    reason: str
    deprecated_after: str = ""
    successor: str = ""

    @property
    def line(self) -> str:
        """The row as a line of CSV."""
        cells = [str(value) for value in asdict(self).values()]
        return ",".join(
            '"' + cell.replace('"', '""') + '"' if set(cell) & set(',"\n') else cell for cell in cells
        )


COLUMNS = tuple(field.name for field in fields(Version))


class RegistryError(UserError):
    """A row that cannot be read; the text names it."""


def read(root: Path) -> list[Version]:
    path = root / REGISTRY
    if not path.exists():
        return []
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise RegistryError(f"{REGISTRY}: the columns must be {', '.join(COLUMNS)}")
        for line, row in enumerate(reader, start=2):
            if not (row["metric_version"] or "").isdigit() or None in row or None in row.values():
                raise RegistryError(
                    f"{REGISTRY}, line {line}: metric_version '{row['metric_version']}' is not a whole number"
                )
            number = int(row.pop("metric_version"))
            found.append(Version(metric_version=number, **row))
    return found


def write(root: Path, versions: Iterable[Version]) -> None:
    """Write the rows sorted by metric and version, so that branches rarely conflict."""
    ordered = sorted(versions, key=lambda one: (one.metric_name, one.metric_version))
    lines = [",".join(COLUMNS), *(one.line for one in ordered)]
    (root / REGISTRY).write_text("\n".join(lines) + "\n", encoding="utf-8")


def latest(versions: Iterable[Version]) -> dict[str, Version]:
    """The newest version of each metric."""
    found: dict[str, Version] = {}
    for one in versions:
        if one.metric_name not in found or found[one.metric_name].metric_version < one.metric_version:
            found[one.metric_name] = one
    return found


def next_version(known: Version | None, name: str, fingerprint: str, owner: str) -> Version:
    """The missing row; people fill in day and reason."""
    if known is None:
        return Version(name, 1, fingerprint, "YYYY-MM-DD", owner, "initial", "REASON")
    number = known.metric_version + 1
    return Version(
        name,
        number,
        fingerprint,
        "YYYY-MM-DD",
        owner,
        "breaking",
        "REASON",
        known.deprecated_after,
        known.successor,
    )


def changelog_line(versions: list[Version]) -> str:
    """The bullet for CHANGELOG.md about versions with the same number, day and reason."""
    first = versions[0]
    names = ", ".join(f"`{one.metric_name}`" for one in versions)
    counts_from = f"from {first.effective_from} ({first.change_kind})"
    return f"- Version {first.metric_version} of {names} {counts_from}: {first.reason}"

"""Users whose events never count."""

from __future__ import annotations

import csv
from pathlib import Path


def users(reference: Path) -> set[str]:
    """Those that excluded_users.csv names; a company without the file excludes nobody."""
    path = reference / "excluded_users.csv"
    if not path.exists():
        return set()
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["user_id"] for row in csv.DictReader(lines)}

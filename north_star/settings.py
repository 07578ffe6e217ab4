"""The project's settings as its files have them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

SETTINGS = "vars.yml"
# Earlier commits have them there; a review may compare with one.
EARLIER = "dbt_project.yml"
# What is built of a project that is looked at as a whole.
ALL_ROOMS = {"rooms": "all"}


def project_settings(root: Path) -> dict[str, Any]:
    """Every variable of a checkout by name; those of the demo under `demo`."""
    path = root / SETTINGS
    found: dict[str, Any] = yaml.safe_load(
        (path if path.exists() else root / EARLIER).read_text(encoding="utf-8")
    )["vars"]
    return found

"""Writes a month's review, the board monthly_review, as HTML and PDF."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb

from north_star.errors import UserError

BOARD = Path("charts/monthly_review.yml")
FORMATS = ("html", "pdf")
MONTHS = "select distinct month_start from marts.monthly_review order by month_start"


class ReviewError(UserError):
    """A month that cannot be reviewed; the text says why."""


def months(database: Path) -> list[date]:
    """Months that can be reviewed, in order."""
    if not database.exists():
        raise ReviewError(f"{database} is not there: run `uv run dbt build`, or name it with NORTH_STAR_DB")
    try:
        with duckdb.connect(str(database), read_only=True) as warehouse:
            return [month for (month,) in warehouse.execute(MONTHS).fetchall()]
    except duckdb.CatalogException:
        raise ReviewError(f"{database} has no monthly_review: run `uv run dbt build`") from None


def write_review(month: date | None, folder: Path, database: Path) -> list[Path]:
    """Write the files of a month, by default of the last complete one."""
    known = months(database)
    if not known:
        raise ReviewError("no month is over yet: there is nothing to review")
    chosen = month or known[-1]
    if chosen not in known:
        raise ReviewError(f"{chosen:%Y-%m} cannot be reviewed; from {known[0]:%Y-%m} to {known[-1]:%Y-%m}")
    return [
        _render(chosen, format, folder / f"review-{chosen:%Y-%m}.{format}", database) for format in FORMATS
    ]


def _render(month: date, format: str, path: Path, database: Path) -> Path:
    command = [str(Path(sys.executable).with_name("dct")), "render", str(BOARD), "--no-warnings"]
    command += ["--format", format, "--var", f"month={month}", "-o", str(path)]
    environment = {**os.environ, "NORTH_STAR_DB": str(database)}
    done = subprocess.run(command, env=environment, text=True, capture_output=True, check=False)
    if done.returncode != 0:
        raise ReviewError(f"{BOARD} cannot be rendered:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return path

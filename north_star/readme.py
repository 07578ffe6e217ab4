"""What is generated for readers: two pages of docs/, and what README.md says of the demo."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import duckdb

from north_star.catalogue.reader import NotBuiltError, read_catalogue, read_manifest
from north_star.catalogue.records import Catalogue
from north_star.metrics_page import PAGE, entries, page
from north_star.settings import project_settings

README = Path("README.md")
REASONS = Path("seeds/reference/rejection_reasons.csv")
REJECTIONS = Path("docs/rejection_reasons.md")
REJECTIONS_HEAD = """\
# Why raw rows are rejected

Generated from `seeds/reference/rejection_reasons.csv` by `uv run python -m north_star readme`: do not edit.
A rejected row counts nowhere and is kept whole in `marts.rejected_rows`, with the first reason that applies;
raw rows are accepted plus rejected rows (`marts.raw_reconciliation`). A build says so in words where a large
share of a table was rejected (`rejected_share_warned` and `rejected_share_failed` in `vars.yml`).

| reason | rule that is broken | what to do | loses something |
| --- | --- | --- | --- |"""
LOSES = {"true": "yes", "false": "no"}
MANIFEST = Path("target/manifest.json")
DATABASE = Path("north_star.duckdb")
DEMO_MONTHS = """
    select
        strftime(mrr.month_start, '%Y-%m') as month,
        cast(mrr.opening_mrr as bigint) as opening,
        cast(mrr.new_mrr as bigint) as new,
        cast(mrr.reactivation_mrr as bigint) as back,
        cast(mrr.expansion_mrr as bigint) as up,
        cast(mrr.contraction_mrr as bigint) as down,
        cast(mrr.churned_mrr as bigint) as lost,
        cast(mrr.fx_mrr as bigint) as fx,
        cast(mrr.mrr as bigint) as mrr,
        mrr.paying_account_count as accounts,
        printf('%.1f %%', 100 * churn.logo_churn_rate) as churn,
        printf('%.1f %%', 100 * week.north_star_share) as north_star,
        printf('%.0f', nps.nps) as nps

    from marts.mrr_monthly as mrr

    inner join marts.churn_monthly as churn using (month_start)

    inner join marts.nps_monthly as nps using (month_start)

    inner join marts.north_star_periods as week
        on week.is_complete
        and week.period_end > mrr.month_start
        and week.period_end <= mrr.month_start + interval 1 month

    qualify row_number() over (partition by mrr.month_start order by week.period_start desc) = 1

    order by mrr.month_start desc

    limit 8
"""


def built_catalogue() -> Catalogue:
    """The catalogue of the built demo."""
    return read_catalogue(read_manifest(MANIFEST), DATABASE, Path())


def demo_output(database: Path) -> str:
    """The demo's last months as text; the North Star is that of the last week that ended in the month."""
    with duckdb.connect(str(database), read_only=True) as connection:
        found = connection.execute(DEMO_MONTHS)
        names = [column[0] for column in found.description or ()]
        rows = [
            [f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row] for row in found.fetchall()
        ]
    table = [names, *reversed(rows)]
    widths = [max(len(row[column]) for row in table) for column in range(len(names))]
    lines = ("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in table)
    return "```text\n" + "\n".join(lines) + "\n```"


def with_block(text: str, name: str, content: str) -> str:
    """The text with the lines between the markers of the block replaced."""
    pattern = rf"(<!-- {name}:start -->\n).*?(<!-- {name}:end -->)"
    if not re.search(pattern, text, flags=re.DOTALL):
        raise NotBuiltError(f"{README} has no block between <!-- {name}:start --> and <!-- {name}:end -->")
    return re.sub(pattern, lambda found: f"{found[1]}{content}\n{found[2]}", text, flags=re.DOTALL)


def rejection_page(root: Path) -> str:
    """docs/rejection_reasons.md: what is refused, why, and what to do, from the reference file."""
    with (root / REASONS).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    lines_of_table = [
        f"| `{row['reason']}` | {row['rule']} | {row['remedy']} | {LOSES[row['is_loss']]} |" for row in rows
    ]
    return "\n".join([REJECTIONS_HEAD, *lines_of_table, ""])


def generated(readme: str) -> dict[Path, str]:
    """The generated files as they should be, from the built demo; of README.md its marked part alone."""
    manifest = read_manifest(MANIFEST)
    catalogue = read_catalogue(manifest, DATABASE, Path())
    return {
        README: with_block(readme, "demo", demo_output(DATABASE)),
        REJECTIONS: rejection_page(Path()),
        PAGE: page(entries(catalogue, manifest, project_settings(Path())["room_opened_by"])),
    }

"""Whether the spine and the marts say the same; a benchmark of two things that differ would prove nothing."""

from __future__ import annotations

from pathlib import Path

import duckdb

MOVEMENTS = (
    "opening_mrr",
    "new_mrr",
    "reactivation_mrr",
    "expansion_mrr",
    "contraction_mrr",
    "churned_mrr",
    "fx_mrr",
    "closing_mrr",
)
COUNTS = (
    "opening_account_count",
    "paying_account_count",
    "new_account_count",
    "reactivated_account_count",
    "churned_account_count",
    "logo_churn_rate",
)
RETENTION = ("base_account_count", "retained_account_count", "base_mrr", "retained_mrr", "kept_mrr")
BREAKDOWN = ("month_start", "breakdown", "breakdown_value")
MONTHLY = """(
    select mrr_monthly.*, churn_monthly.* exclude (month_start, breakdown, breakdown_value, is_complete)
    from company.marts.mrr_monthly
    inner join company.marts.churn_monthly using (month_start, breakdown, breakdown_value)
)"""
# The spine's table, ours, the key, the numbers, and which of our rows the spine has as well.
TABLES = (
    (
        "customer_movements",
        "company.marts.mrr_movements",
        ("account_id", "month_start"),
        MOVEMENTS,
        "true",
    ),
    ("monthly_sums", MONTHLY, BREAKDOWN, (*MOVEMENTS, *COUNTS), "true"),
    (
        "retention",
        "company.marts.revenue_retention_monthly",
        (*BREAKDOWN, "horizon_months"),
        RETENTION,
        "base_account_count > 0",
    ),
)


class DifferenceError(Exception):
    """The two ways do not give the same numbers."""


def columns(keys: tuple[str, ...], numbers: tuple[str, ...]) -> str:
    """A select list whose types do not depend on the side: exact amounts and counts, rates as they are."""
    exact = [
        f"{name}::double as {name}" if name.endswith("_rate") else f"{name}::decimal(38, 6) as {name}"
        for name in numbers
    ]
    return ", ".join((*keys, *exact))


def compare(spine: Path, company: Path, memory_limit: str) -> dict[str, int]:
    """Rows compared, by table; raises DifferenceError with some rows that only one side has."""
    counts: dict[str, int] = {}
    with duckdb.connect(str(spine), read_only=True) as connection:
        connection.execute(f"set threads = 2; set memory_limit = '{memory_limit}'")
        connection.execute(f"attach '{company}' as company (read_only)")
        for table, ours, keys, numbers, condition in TABLES:
            chosen = columns(keys, numbers)
            sides = (f"select {chosen} from {table}", f"select {chosen} from {ours} where {condition}")
            # Equal sums of the rows' hashes: equal rows, in whatever order.
            sums = [
                connection.execute(
                    f"select count(*), sum(hash({', '.join((*keys, *numbers))})::hugeint) from ({side})"
                ).fetchall()[0]
                for side in sides
            ]
            if sums[0] != sums[1]:
                found = [
                    connection.execute(f"{one} except {other} order by all limit 3").fetchall()
                    for one, other in (sides, sides[::-1])
                ]
                raise DifferenceError(
                    f"{table}: {sums[0][0]:,} and {sums[1][0]:,} rows;"
                    f" only the spine has {found[0]}, only the marts have {found[1]}"
                )
            counts[table] = sums[0][0]
    return counts

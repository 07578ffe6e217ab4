"""Longer periods worked by hand: MetricFlow's SQL on a few rows that it would find in the marts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import duckdb
import pytest

from python_tests.support.built import Built
from python_tests.support.metricflow import MetricFlow

# Four accounts pay when the year begins; one leaves in February, one in April.
MOVEMENTS = """
create table marts.mrr_movements as
select
    account_id,
    month_start,
    segment,
    closing_mrr,
    opening_mrr,
    case when closing_mrr = 0 then opening_mrr else 0 end as lost_mrr,
    case when opening_mrr > 0 then 1 else 0 end as opening_account_count,
    case when closing_mrr > 0 then 1 else 0 end as paying_account_count,
    case when opening_mrr > 0 and closing_mrr = 0 then 1 else 0 end as logo_churn_count,
    case when opening_mrr > 0 or is_new_in_base then 1 else 0 end as logo_churn_base_count
from (
    values
    ('a', date '2025-01-01', 'smb', 100, 100, false), ('b', date '2025-01-01', 'smb', 100, 100, false),
    ('c', date '2025-01-01', 'smb', 100, 100, false), ('d', date '2025-01-01', 'smb', 100, 100, false),
    ('a', date '2025-02-01', 'smb', 100, 100, false), ('b', date '2025-02-01', 'smb', 100, 100, false),
    ('c', date '2025-02-01', 'smb', 100, 0, false), ('d', date '2025-02-01', 'smb', 100, 100, false),
    ('a', date '2025-03-01', 'smb', 100, 100, false), ('b', date '2025-03-01', 'smb', 100, 100, false),
    ('d', date '2025-03-01', 'smb', 100, 100, false),
    ('a', date '2025-04-01', 'smb', 100, 100, false), ('b', date '2025-04-01', 'smb', 100, 100, false),
    ('d', date '2025-04-01', 'smb', 100, 0, false)
) as rows (account_id, month_start, segment, opening_mrr, closing_mrr, is_new_in_base)
"""
# In May two more come, and leave nobody behind: under a policy that counts them they are part of the base.
NEWCOMERS = """
insert into marts.mrr_movements
select 'e' || n, date '2025-05-01', 'enterprise', 100, 0, 0, 0, 1, 0, 1 from range(2) as of_two (n)
"""
USAGE = """
create table marts.usage_days as
select user_id, account_id, date_day
from (
    values
    ('u1', 'team', date '2025-05-05'), ('u2', 'team', date '2025-05-06'), ('u1', 'team', date '2025-06-20')
) as rows (user_id, account_id, date_day);
create table marts.days as
select cast(day as date) as date_day
from range(date '2025-05-01', date '2025-07-01', interval 1 day) as spine (day)
"""


@pytest.fixture
def by_hand(demo: Built) -> Iterator[duckdb.DuckDBPyConnection]:
    """Tables where the demo's marts would be; the schema `marts` is the first one."""
    name = demo.project.database.stem
    with duckdb.connect() as connection:
        connection.execute(f'attach \':memory:\' as "{name}"; use "{name}"; create schema marts')
        yield connection


def _asked(
    demo: Built, connection: duckdb.DuckDBPyConnection, metrics: Sequence[str], group_by: Sequence[str]
) -> list[dict[str, Any]]:
    found = connection.sql(MetricFlow.of(demo).sql(metrics, group_by))
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def test_a_year_loses_half_of_those_it_began_with(demo: Built, by_hand: duckdb.DuckDBPyConnection) -> None:
    by_hand.execute(MOVEMENTS)
    metrics = [
        "logo_churn_rate", "gross_mrr_churn_rate", "annual_logo_churn_rate", "logo_churn_base_count", "mrr",
        "ltv_simple",
    ]  # fmt: skip
    [year] = _asked(demo, by_hand, metrics, ["metric_time__year"])
    assert year["logo_churn_rate"] == year["gross_mrr_churn_rate"] == 0.5  # 2 of 4, not 2 of 4 + 4 + 3 + 3
    assert year["logo_churn_base_count"] == 4
    assert year["mrr"] == 200
    assert year["annual_logo_churn_rate"] == pytest.approx(1 - 0.5 ** (12 / 4))  # four months at that pace
    assert year["ltv_simple"] == pytest.approx(100 * 4 / 0.5)  # half in four months: eight months each


def test_newcomers_are_added_to_those_the_year_began_with(
    demo: Built, by_hand: duckdb.DuckDBPyConnection
) -> None:
    by_hand.execute(MOVEMENTS)
    by_hand.execute(NEWCOMERS)
    metrics = ["logo_churn_rate", "logo_churn_base_count", "logo_churn_base_new_count"]
    [year] = _asked(demo, by_hand, metrics, ["metric_time__year"])
    assert year["logo_churn_base_new_count"] == 2
    assert year["logo_churn_base_count"] == 6
    assert year["logo_churn_rate"] == pytest.approx(2 / 6)
    by_segment = _asked(demo, by_hand, metrics, ["metric_time__year", "mrr_movement__segment"])
    bases = {row["mrr_movement__segment"]: row["logo_churn_base_count"] for row in by_segment}
    assert bases == {"smb": 4, "enterprise": 2}  # also where a segment has no row in the first month


def test_a_month_has_the_active_users_of_its_last_day(
    demo: Built, by_hand: duckdb.DuckDBPyConnection
) -> None:
    """30 days to 31 May hold two users; those to 30 June one."""
    by_hand.execute(USAGE)
    rows = _asked(demo, by_hand, ["mau", "account_mau", "wau", "dau"], ["metric_time__month"])
    months = {row["metric_time__month"].strftime("%Y-%m"): row for row in rows}
    assert [months[one]["mau"] for one in ("2025-05", "2025-06")] == [2, 1]
    assert [months[one]["account_mau"] for one in ("2025-05", "2025-06")] == [1, 1]
    assert [months[one]["dau"] for one in ("2025-05", "2025-06")] == [1, 1]  # of the last active day

"""What a BI user drags onto a chart: one row a period, one column a metric, and it is the company's total."""

from __future__ import annotations

from typing import Any

import pytest

from north_star.governance.case import Case
from python_tests.support.built import Built

PERIODS = ("month_start", "date_day", "period_start")


@pytest.fixture(scope="module")
def headlines(governed: Case) -> dict[str, list[str]]:
    """By headline mart, its columns."""
    return {
        node["name"]: list(node["columns"])
        for node in governed.state.manifest["nodes"].values()
        if node["resource_type"] == "model" and "headline" in node["tags"]
    }


def _published(governed: Case) -> set[str]:
    return {
        metric["name"]
        for metric in governed.state.manifest["metrics"].values()
        if metric["config"]["meta"].get("is_published", True)
    }


def test_every_published_metric_is_in_one_headline(
    governed: Case, headlines: dict[str, list[str]], demo: Built
) -> None:
    columns = [column for found in headlines.values() for column in found]
    published = _published(governed)
    assert {metric: columns.count(metric) for metric in published} == dict.fromkeys(published, 1)
    named = {row["metric_name"]: row["headline_mart"] for row in demo.rows("from marts.metric_catalog")}
    assert {name: mart for name, mart in named.items() if mart} == {
        metric: mart for mart, found in headlines.items() for metric in found if metric in published
    }


@pytest.mark.parametrize("built", ["demo", "cases"])
def test_headlines_say_what_metric_values_say_in_total(
    built: str, governed: Case, headlines: dict[str, list[str]], request: pytest.FixtureRequest
) -> None:
    """Every metric of every period, and that the period is complete only if all of its metrics are."""
    company: Built = request.getfixturevalue(built)
    published = _published(governed)
    totals: dict[str, dict[Any, tuple[Any, bool]]] = {}
    for row in company.rows("from marts.metric_values where breakdown = 'total'"):
        of_metric = totals.setdefault(row["metric_name"], {})
        of_metric[row["period_start"]] = (row["value"], row["is_complete"])
    wrong, compared = [], 0
    for mart, columns in headlines.items():
        period = next(column for column in PERIODS if column in columns)
        metrics = [column for column in columns if column in published]
        rows = {row[period]: row for row in company.rows(f"from marts.{mart}")}
        assert len(rows) == company.rows(f"select count(*) as n from marts.{mart}")[0]["n"], mart
        assert {start for metric in metrics for start in totals.get(metric, {})} == set(rows), mart
        for start, row in rows.items():
            known = {metric: totals[metric][start] for metric in metrics if start in totals.get(metric, {})}
            for metric in metrics:
                value = known[metric][0] if metric in known else None
                found = None if row[metric] is None else float(row[metric])
                compared += value is not None
                if found != value:
                    wrong.append(f"{mart} {start} {metric}: {found}, metric_values {value}")
            if row["is_complete"] != all(is_complete for _, is_complete in known.values()):
                wrong.append(f"{mart} {start} is_complete: {row['is_complete']}")
    assert not wrong, "\n".join(wrong[:30])
    assert compared > 1000


def test_a_mart_with_several_breakdowns_says_so(governed: Case) -> None:
    """Whoever sums its measures counts all once per breakdown. Those of the registry hold metrics in rows."""
    long = {
        node["name"]
        for node in governed.state.manifest["nodes"].values()
        if node["resource_type"] == "model"
        and node["fqn"][1] == "marts"
        and "breakdown" in node["columns"]
        and not node["name"].startswith("metric_")
    }
    assert long
    assert {name for name in long if not name.endswith("_by_breakdown")} == set()


def test_the_database_says_what_a_mart_and_its_columns_are(demo: Built) -> None:
    undescribed = demo.rows(
        "select table_name, column_name from duckdb_columns()"
        " where schema_name = 'marts' and table_name not in ('days', 'months') and comment is null"
    )
    assert undescribed == []
    [described] = demo.rows(
        "select comment from duckdb_tables() where schema_name = 'marts' and table_name = 'mrr_monthly'"
    )
    assert described["comment"].startswith("One row per month")

"""Alerts of the demo and of the cases: the SQL against the oracle, and what is planted."""

from __future__ import annotations

from datetime import date

from python_tests.support.alert_agreement import SCORES, assert_alerts_agree, assert_scores_agree
from python_tests.support.built import Built, Record
from python_tests.support.demo_files import truth


def test_scores_of_the_demo_agree_with_the_oracle(demo: Built) -> None:
    assert_scores_agree(demo, demo.rows(SCORES), demo.mart("metric_values"))


def test_scores_of_the_cases_agree_with_the_oracle(cases: Built) -> None:
    """A company of some months: nothing has a history."""
    found = cases.rows(SCORES)
    assert_scores_agree(cases, found, cases.mart("metric_values"))
    assert {row["reason"] for row in found if row["period_grain"] == "month"} >= {"too little history"}


def test_alerts_of_the_demo_agree_with_the_oracle(demo: Built) -> None:
    assert_alerts_agree(demo)


def test_every_metric_is_watched_or_says_why_not(demo: Built) -> None:
    """Each of the catalog stands in the coverage, with the newest complete period."""
    found = demo.mart("metric_alert_coverage")
    assert {row["metric_name"] for row in found} == {
        row["metric_name"] for row in demo.mart("metric_catalog")
    }
    newest: dict[str, Record] = {}
    for row in demo.rows(f"{SCORES} order by period_start"):
        newest[row["series_id"]] = row
    shown = {row["metric_name"]: row for row in found}
    assert len(shown) == len(found)
    for row in newest.values():
        assert shown[row["metric_name"]]["period_start"] == row["period_start"]
        assert shown[row["metric_name"]]["reason"] == row["reason"]
    published = {
        row["metric_name"] for row in demo.rows("select distinct metric_name from marts.metric_values")
    }
    assert {row["metric_name"] for row in found if row["reason"] == "not published"} == set(shown) - published
    watched = sum(row["is_watched"] for row in found)
    assert watched >= 0.9 * len(published), f"{watched} of {len(published)} are watched"


def test_the_planted_outage_is_found(demo: Built) -> None:
    """In its weeks tickets pile up, and when it is over the teams come back all at once."""
    outage = truth()["planted"]["outage"]
    last = date.fromisoformat(outage["last_week"])
    alerts = {(row["metric_name"], row["period_start"]): row for row in demo.mart("metric_alerts")}
    for month in (date(2024, 8, 1), date(2024, 9, 1)):
        assert alerts["bug_ticket_count", month]["anomaly_direction"] == "up"
        assert alerts["ticket_count", month]["alert_status"] == "muted"
    back = alerts["north_star_qualifying_count", date(2024, 9, 23)]
    assert back["period_start"] > last
    assert (back["anomaly_direction"], back["alert_status"]) == ("up", "acknowledged")
    assert back["muted_by"] == "growth"
    assert back["reasons"].startswith("Came back ")


def test_one_alert_not_thirty(demo: Built) -> None:
    """In January 2025 much is lost: eight metrics say so, and one of them speaks."""
    january = [row for row in demo.mart("metric_alerts") if row["period_start"] == date(2025, 1, 1)]
    group = [row for row in january if row["lead_alert_id"].startswith("gross_mrr_churn_rate ")]
    assert {row["metric_name"] for row in group} >= {"churned_mrr", "lost_mrr", "voluntary_churned_mrr"}
    lead = next(row for row in group if row["is_lead"])
    assert (lead["severity"], lead["reasons"]) == ("warning", "Lost MRR 104 %, MRR at the start -4 %")

"""The month's review: its sentences against words of our own, and the page that is written of it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from north_star.review_pack import pages
from python_tests.oracles.settings import month_end
from python_tests.support.built import Built, Record
from python_tests.support.project import TREE

MINUS = "\N{MINUS SIGN}"


def _rounded(number: Decimal, places: str) -> Decimal:
    return number.quantize(Decimal(places), ROUND_HALF_UP)


def _size(number: float | Decimal, unit: str, of_shares: str) -> str:
    size = abs(Decimal(number))
    if unit == "share":
        return f"{_rounded(100 * size, '0.1')}{of_shares}"
    if size >= 1e6:
        text = f"{_rounded(size / 1_000_000, '0.01')}m"
    elif size >= 1e4:
        text = f"{_rounded(size / 1000, '0.1')}k"
    elif size >= 100 or size == round(size):
        text = str(_rounded(size, "1"))
    else:
        text = str(_rounded(size, "0.01"))
    return f"{text} USD" if unit == "currency" else text


def _value(number: float | Decimal, unit: str) -> str:
    return (MINUS if number < 0 else "") + _size(number, unit, " %")


def _change(number: float | Decimal, unit: str) -> str:
    return (MINUS if number < 0 else "+") + _size(number, unit, " points")


def _last_of_months(demo: Built) -> dict[str, dict[date, Record]]:
    """Metrics that are told, by name and month: the last complete period that begins in it."""
    found: defaultdict[str, dict[date, Record]] = defaultdict(dict)
    told = demo.rows(
        "select v.*, c.label, c.unit, c.tier from marts.metric_values v join marts.metric_catalog c"
        " using (metric_name, metric_version) where breakdown = 'total' and is_complete and value is not null"
        " and (tier in ('north_star', 'outcome') or metric_name = 'north_star_share') order by period_start"
    )
    for row in told:
        found[row["metric_name"]][row["period_start"].replace(day=1)] = row
    return found


def _metric_sentences(demo: Built) -> dict[tuple[date, str], str]:
    expected = {}
    for name, months in _last_of_months(demo).items():
        for month, row in months.items():
            unit, grain = row["unit"], row["period_grain"]
            step = 3 if grain == "quarter" else 1
            ordinal = month.year * 12 + month.month - 1 - step
            before = months.get(date(ordinal // 12, ordinal % 12 + 1, 1))
            words = row["label"] + (f", week of {row['period_start']}" if grain == "week" else "")
            words += f": {_value(row['value'], unit)}"
            if before is None:
                words += ", nothing to compare with"
            elif before["value"] == row["value"]:
                words += f", as a {'quarter' if step == 3 else 'month'} before"
            else:
                change = _change(row["value"] - before["value"], unit)
                words += f", {change} on the {'quarter' if step == 3 else 'month'} before"
                words += f" ({_value(before['value'], unit)})"
            expected[month, name] = f"{words}."
    return expected


def test_what_is_said_of_metrics_agrees_with_their_values(demo: Built) -> None:
    as_of = demo.oracle.settings.as_of
    expected = {key: words for key, words in _metric_sentences(demo).items() if month_end(key[0]) <= as_of}
    rows = demo.rows("select * from marts.monthly_review where section in ('north_star', 'outcomes')")
    found = {(row["month_start"], row["metric_name"]): row["sentence"] for row in rows}
    assert found == expected
    assert len(found) > 1000


def test_every_reason_is_a_part_of_the_tree(demo: Built) -> None:
    """Each part's size is its contribution, and the parts told are the largest."""
    last = _last_of_months(demo)
    parts: defaultdict[tuple[str, date], list[Record]] = defaultdict(list)
    for row in demo.rows("select * from marts.metric_tree where breakdown = 'total' and contribution <> 0"):
        if abs(row["contribution"]) * 1000 >= abs(row["parent_change"]):
            parts[row["parent_metric"], row["period_start"]].append(row)
    told = demo.rows("select * from marts.monthly_review where section = 'reasons'")
    assert len(told) > 500
    for row in told:
        of_month: dict[str, Any] = last[row["metric_name"]][row["month_start"]]
        of_metric = parts[row["metric_name"], of_month["period_start"]]
        largest = sorted(of_metric, key=lambda part: (-abs(part["contribution"]), part["position"]))[:3]
        words = ", ".join(
            f"{part['label']} {_change(part['contribution'], of_month['unit'])}" for part in largest
        )
        assert f" before. {words}" in row["sentence"]


def test_sections_say_what_their_marts_hold(demo: Built) -> None:
    """Nothing is left out: every benchmark with a standing and every matter has its sentence."""
    counts = {
        row["section"]: row["n"]
        for row in demo.rows("select section, count(*) as n from marts.monthly_review group by 1")
    }
    [matters] = demo.rows("select count(*) as n from marts.metric_alerts where is_lead")
    assert counts["alerts"] == matters["n"] > 20
    [standings] = demo.rows(
        "select count(distinct (metric_name, benchmark_name, date_trunc('month', period_start))) as n"
        " from marts.metric_benchmarks where standing is not null and is_complete"
    )
    assert counts["benchmarks"] == standings["n"] > 100
    assert counts["goals"] > 10


def test_a_month_is_written_as_one_page(demo: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(demo.project.root)
    monkeypatch.setattr(pages, "FORMATS", ("html",))
    [page] = pages.write_review(date(2025, 11, 1), tmp_path, demo.project.database)
    assert page == tmp_path / "review-2025-11.html"
    text = page.read_text(encoding="utf-8")
    [first] = demo.rows(
        "select sentence from marts.monthly_review"
        " where month_start = date '2025-11-01' and section = 'north_star' and position = 1"
    )
    assert "November 2025" in text and first["sentence"] in text


def test_a_month_that_cannot_be_reviewed_is_refused(demo: Built, tmp_path: Path) -> None:
    with pytest.raises(pages.ReviewError, match=r"2030-01 cannot be reviewed; from 2023-01 to 2025-12"):
        pages.write_review(date(2030, 1, 1), tmp_path, demo.project.database)
    with pytest.raises(pages.ReviewError, match="run `uv run dbt build`"):
        pages.months(tmp_path / "none.duckdb")
    assert (TREE / pages.BOARD).exists()

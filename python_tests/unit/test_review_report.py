"""What a review says of numbers: side by side, in words, and in the comment itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from north_star.review.downstream import Downstream
from north_star.review.markdown import LONGEST, difference, markdown, shown
from north_star.review.numbers import COLUMNS, Numbers, Point, comparison
from north_star.review.report import MetricChange, Report, unproven
from north_star.review.states import Data

MONTHS = [date(2025, month, 1) for month in (1, 2, 3)]
NO_METRICS: dict[str, Any] = {"metrics": {}}


def database(path: Path, rows: list[tuple[str, date, str, float | None, bool]]) -> Path:
    """metric_values with these rows: metric, month, segment (or all), value, closed."""
    with duckdb.connect(str(path)) as made:
        made.execute("create schema marts")
        made.execute(f"create table marts.metric_values ({COLUMNS})")
        for name, month, of, value, closed in rows:
            kind = "total" if of == "all" else "segment"
            made.execute(
                "insert into marts.metric_values values (?, 'month', ?, ?, ?, ?, ?)",
                [name, month, kind, of, value, closed],
            )
    return path


def compared(tmp_path: Path, old: list[Any], new: list[Any]) -> Any:
    databases = {"old": database(tmp_path / "old.duckdb", old), "new": database(tmp_path / "new.duckdb", new)}
    return comparison(databases, {"old": NO_METRICS, "new": NO_METRICS}, "2025-03-31")


def test_closed_periods_that_moved_are_restated(tmp_path: Path) -> None:
    january, february, march = MONTHS
    old = [
        ("mrr", january, "all", 100.0, True),
        ("mrr", february, "all", 200.0, True),
        ("mrr", march, "all", 5.0, False),
    ]
    new = [
        ("mrr", january, "all", 100.0 * (1 + 1e-12), True),
        ("mrr", february, "all", 150.0, True),
        ("mrr", march, "all", 9.0, False),
    ]
    with compared(tmp_path, old, new) as both:
        assert both.moved() == {"mrr"}
        numbers = both.of("mrr")
    assert [one.period_start for one in numbers.periods] == [january, february]
    assert numbers.restated == (Point(february, "total", "all", 200.0, 150.0),)
    assert (numbers.compared, numbers.moved) == (2, 1)
    assert numbers.effect == pytest.approx(50 / 300)


def test_an_open_period_is_not_restated(tmp_path: Path) -> None:
    old, new = [("mrr", MONTHS[0], "all", 1.0, False)], [("mrr", MONTHS[0], "all", 2.0, False)]
    with compared(tmp_path, old, new) as both:
        assert both.moved() == set()
        assert both.of("mrr").newest is None


def test_numbers_that_come_and_go_are_the_biggest_movers(tmp_path: Path) -> None:
    before = {"all": 10.0, "gone": 1.0, "small": 5.0, "same": 7.0, "large": -50.0, "null": None}
    after = {"all": 10.0, "small": 6.0, "same": 7.0, "large": 50.0, "come": 2.0}
    old, new = ([("nps", MONTHS[1], of, value, True) for of, value in one.items()] for one in (before, after))
    with compared(tmp_path, old, new) as both:
        numbers = both.of("nps")
    assert [one.breakdown_value for one in numbers.segments] == ["come", "gone", "large", "small"]
    assert numbers.restated == ()
    assert numbers.moved == 4


def change(numbers: Numbers | None = None, **cells: Any) -> MetricChange:
    plain = MetricChange(
        name="mrr", status="changed", label="MRR", owner="finance", tier="outcome", unit="currency",
        words=("int_x: filter added: a | b <c>",), models=(), before=None, after=None, numbers=numbers,
        downstream=Downstream({}, ["finance"]),
    )  # fmt: skip
    return replace(plain, **cells)


def moved(*values: tuple[float | None, float | None]) -> Numbers:
    points = tuple(Point(month, "total", "all", *pair) for month, pair in zip(MONTHS, values, strict=False))
    restated = tuple(one for one in points if one.old != one.new)
    return Numbers("month", len(points), len(restated), points, restated, ())


def test_numbers_that_move_without_a_change_of_meaning_break_a_rule() -> None:
    [problem] = unproven([change(moved((1.0, 2.0)), status="moved")])
    assert problem.rule == "value-moved"


def report_of(*metrics: MetricChange, **cells: Any) -> Report:
    plain = Report("main (0000000)", "HEAD (1111111)", Data(None, "2025-03-31"), metrics, (), {}, ())
    return replace(plain, **cells)


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (None, "currency", "no value"),
        (0.02742, "share", "2.74 %"),
        (298412.26, "currency", "298,412 USD"),
        (99.5, "currency", "99.50 USD"),
        (-3.25, "points", "-3.25"),
        (34.0, "accounts", "34"),
    ],
)
def test_numbers_are_shown_as_people_say_them(value: float | None, unit: str, words: str) -> None:
    assert shown(value, unit, "USD") == words


@pytest.mark.parametrize(
    ("old", "new", "unit", "words"),
    [
        (100.0, 150.0, "currency", "+50 USD (+50.0%)"),
        (0.25, 0.2, "share", "\N{MINUS SIGN}5.00 points"),
        (0.0, 2.0, "accounts", "+2"),
        (1.0, 1.0, "accounts", "0"),
        (None, 1.0, "accounts", "no value before"),
        (1.0, None, "accounts", "no longer has a value"),
        (None, None, "accounts", ""),
    ],
)
def test_differences_have_their_sign(old: float | None, new: float | None, unit: str, words: str) -> None:
    assert difference(Point(MONTHS[0], "total", "all", old, new), unit, "USD") == words


def test_no_text_of_data_or_sql_breaks_the_comment() -> None:
    text = markdown(report_of(change(moved((1.0, 2.0)))), "USD", None)
    assert "int_x: filter added: a \\| b &lt;c>" in text


def test_a_long_review_fits_into_a_comment() -> None:
    many = [change(moved((1.0, 2.0)), name=f"metric_{number}") for number in range(300)]
    report = report_of(*many, sql={f"model_{number}": "+x\n" * 5_000 for number in range(9)})
    text = markdown(report, "USD", "review.png")
    assert len(text) < LONGEST + 500
    assert "and 260 more, in review.json" in text
    assert "too long for a comment; it is in review.json" in text
    assert len(report.record()["metrics"]) == 300

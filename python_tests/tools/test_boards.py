"""Boards: valid, drawn from the marts, opened in a browser that reaches no other host, right to the digit."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from north_star.boards import READ
from python_tests.support.browser import CHROMIUM, Seen, see
from python_tests.support.built import Built, Record
from python_tests.support.dbt_runs import DATABASE
from python_tests.support.project import TREE, Project, copy_tree
from python_tests.support.room_builds import folder_of, opened_by

BOARDS = sorted(board.stem for board in (TREE / "charts").glob("*.yml") if board.stem != "meta")
SLICE = {"breakdown": "segment", "breakdown_value": "smb", "period_to": "2025-06-30"}
# What makes a browser ask a server. A link that a person may click (<a href>) does not.
ASKS = re.compile(
    r"""<(?!a\s)[^>]*\s(?:src|href|action|poster|data)\s*=\s*["']?(?:https?:)?//
    |url\(\s*["']?(?:https?:)?//|@import|\bimport\(|\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon""",
    re.VERBOSE,
)
# What a page says when a query or chart failed, or a value was not formatted.
FAULTS = re.compile(r"ERR-|WARN-|\b(?:Error|Traceback|undefined|NaN|nan|null|None)\b|\{\{")
# A name in quotes, such as a metric that is read from metric_values.
QUOTED = re.compile(r"'([a-z0-9_]+)'")
MINUS = "\N{MINUS SIGN}"
apart = pytest.mark.apart
in_browser = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


def _dct(project: Project, *arguments: str) -> str:
    """One dbt Charts command on what the project has built; fails like it, with what it said."""
    command = [str(Path(sys.executable).with_name("dct")), *arguments]
    done = subprocess.run(
        command, cwd=project.root, env=project.environment, text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, f"dct {' '.join(arguments)}:\n{done.stdout[-4000:]}{done.stderr[-4000:]}"
    return done.stdout


def _render(project: Project, boards: list[str]) -> dict[str, Path]:
    """Every board as a page. One process for all: starting up costs more than a board."""
    paths = [f"charts/{board}.yml" for board in boards]
    _dct(project, "render", *paths, "--format", "html", "--no-warnings", "-o", "target/boards/{stem}.html")
    return {board: project.target / "boards" / f"{board}.html" for board in boards}


def _without_rows(demo: Built, root: Path) -> Project:
    """The demo's tables as they are before anything happened: same columns, no rows."""
    project = Project(copy_tree(root))
    project.target.mkdir()
    (project.target / "manifest.json").write_bytes((demo.project.target / "manifest.json").read_bytes())
    columns = demo.rows(
        "select table_schema || '.' || table_name as name,"
        " string_agg('\"' || column_name || '\" ' || data_type, ', ') as columns"
        " from information_schema.columns where table_schema in ('marts', 'staging') group by all"
    )
    with duckdb.connect(str(root / DATABASE)) as warehouse:
        warehouse.execute("create schema marts; create schema staging")
        for table in columns:
            warehouse.execute(f"create table {table['name']} ({table['columns']})")
    return project


@dataclass(frozen=True)
class Rendered:
    """The pages that dbt Charts made of the boards."""

    pages: dict[str, Path]
    pages_without_rows: dict[str, Path]
    slice_mrr: str


@pytest.fixture(scope="module")
def rendered(demo: Built, tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """Everything that takes dbt Charts seconds, two at a time."""
    empty = _without_rows(demo, tmp_path_factory.mktemp("without_rows") / "project")
    chosen = [part for name, value in SLICE.items() for part in ("--var", f"{name}={value}")]
    one = ("render", "charts/north_star.yml", "--chart", "mrr_headline", "--format", "text", *chosen)
    with ThreadPoolExecutor(2) as pool:
        pages = pool.submit(_render, demo.project, BOARDS)
        without_rows = pool.submit(_render, empty, BOARDS)
        slice_mrr = pool.submit(_dct, demo.project, *one)
        return Rendered(pages.result(), without_rows.result(), slice_mrr.result())


@pytest.fixture(scope="module")
def seen(rendered: Rendered) -> dict[str, Seen]:
    return see(list(rendered.pages.values()))


@pytest.fixture(scope="module")
def seen_without_rows(rendered: Rendered) -> dict[str, Seen]:
    return see(list(rendered.pages_without_rows.values()))


def test_boards_are_valid(project: Project) -> None:
    assert "ERR-" not in _dct(project, "validate")


def test_the_overview_and_every_subject_have_a_board() -> None:
    core = {
        "north_star", "accounts", "product_usage", "revenue", "retention", "customer_voice", "governance",
    }  # fmt: skip
    rooms = {
        "policies", "unit_economics", "cohorts", "support", "engagement", "activation", "candidates",
        "drivers", "value_chain", "metric_tree", "goals", "alerts", "history", "monthly_review",
    }  # fmt: skip
    assert set(BOARDS) == {*core, *rooms}


def test_a_board_reads_core_and_one_room_with_what_that_room_opens(project: Project) -> None:
    """So that it is shown where that room is open, and only there (`python -m north_star boards`)."""
    optional = opened_by(TREE)
    nodes = [*project.nodes("model"), *project.nodes("seed")]
    rooms = {node["name"]: folder_of(node, optional) for node in nodes}
    metrics = {
        one["name"]: rooms[one["config"]["meta"]["mart"]] for one in project.manifest["metrics"].values()
    }
    for board in BOARDS:
        text = (TREE / "charts" / f"{board}.yml").read_text(encoding="utf-8")
        read = {rooms[name] for name in READ.findall(text)} & optional.keys()
        if "metric_values" in text:
            read |= {metrics[name] for name in QUOTED.findall(text) if name in metrics} & optional.keys()
        own = {room for room in read if all(room in optional[other] for other in read)}
        assert not read or own, f"{board} reads {sorted(read)}, none of which opens the others"


@apart
@pytest.mark.parametrize("board", BOARDS)
def test_pages_hold_all_they_need(rendered: Rendered, board: str) -> None:
    asks = [
        found.group(0)[:200] for found in ASKS.finditer(rendered.pages[board].read_text(encoding="utf-8"))
    ]
    assert asks == []


@apart
@in_browser
@pytest.mark.parametrize("board", BOARDS)
def test_pages_open_without_another_host_and_show_every_chart(seen: dict[str, Seen], board: str) -> None:
    page = seen[board]
    assert [address for address in page.requested if not address.startswith(("data:", "file:"))] == []
    assert page.title.lower().replace(" ", "_") == board
    assert [line for line in page.lines if FAULTS.search(line)] == []
    assert len(page.charts) >= 2
    for name, chart in page.charts.items():
        assert chart.title in " ".join(chart.lines), f"{name} does not show its title"
        assert min(chart.width, chart.height) > 50, f"{name} has no room"
        assert chart.cut == [], f"{name} has text beyond its edge"
        assert len(chart.lines) >= 2, f"{name} is empty"


@apart
@in_browser
def test_a_company_without_data_has_pages_that_say_so(seen_without_rows: dict[str, Seen]) -> None:
    assert sorted(seen_without_rows) == BOARDS
    page = seen_without_rows["north_star"]
    assert "No complete week or month yet" in page.lines
    assert page.charts["mrr_headline"].lines == ["MRR", "vs month before"], "what is not known is not zero"
    assert [line for line in page.lines if FAULTS.search(line)] == []


@apart
@in_browser
@pytest.mark.parametrize("board", BOARDS)
def test_pages_without_data_open(seen_without_rows: dict[str, Seen], board: str) -> None:
    assert [line for line in seen_without_rows[board].lines if FAULTS.search(line)] == []


def _last(demo: Built, mart: str, period: str = "month_start", where: str = "true") -> tuple[Record, Record]:
    """The last complete period of the whole company, and the period before."""
    found = demo.rows(
        f"select * from marts.{mart} where breakdown = 'total' and is_complete and {where}"
        f" order by {period} desc limit 2"
    )
    return found[0], found[1]


def _signed(value: Any, form: str, unit: str = "") -> str:
    """A change as the page writes it: `+` or a real minus sign, then the size."""
    return f"{MINUS if value < 0 else '+'}{unit}{abs(value):{form}}"


def _arrow(value: Any) -> str:
    return "▲ " if value > 0 else "▼ " if value < 0 else ""


def _headlines(demo: Built) -> Mapping[str, list[str]]:
    """Value and support of each headline, from the marts of the subjects."""
    star, star_before = _last(
        demo, "north_star_periods_by_breakdown", "period_start", "is_primary and is_in_force"
    )
    mrr, mrr_before = _last(demo, "mrr_monthly_by_breakdown")
    churn, churn_before = _last(demo, "churn_monthly_by_breakdown")
    value, value_before = _last(demo, "lifetime_value_by_breakdown")
    nps, nps_before = _last(demo, "nps_by_breakdown", "period_start", "period_grain = 'month'")
    days = demo.rows(
        "select mau, stickiness from marts.active_users_daily_by_breakdown where breakdown = 'total'"
        " order by date_day desc limit 29"
    )
    day, day_before = days[0], days[-1]

    def points(now: Record, before: Record, name: str) -> str:
        change = 100 * (now[name] - before[name])
        return f"{_arrow(change)}{_signed(change, '.1f')} pts"

    accounts = star["qualifying_count"] - star_before["qualifying_count"]
    users = day["mau"] - day_before["mau"]
    growth = mrr["closing_mrr"] / mrr_before["closing_mrr"] - 1
    net_new = mrr["net_new_mrr"] - mrr_before["net_new_mrr"]
    worth = value["ltv_simple"] / value_before["ltv_simple"] - 1
    score = _signed(nps["nps"] - nps_before["nps"], ".1f")
    month, week, weeks = "vs month before", "vs week before", "vs 4 weeks before"
    return {
        "north_star_headline": [
            f"{star['qualifying_count']:,}",
            f"{_arrow(accounts)}{_signed(accounts, ',')} {week}",
        ],
        "north_star_share_headline": [
            f"{star['qualifying_share']:.1%}",
            f"{points(star, star_before, 'qualifying_share')} {week}",
        ],
        "mau_headline": [f"{day['mau']:,}", f"{_arrow(users)}{_signed(users, ',')} {weeks}"],
        "stickiness_headline": [
            f"{day['stickiness']:.1%}",
            f"{points(day, day_before, 'stickiness')} {weeks}",
        ],
        "nps_headline": [f"{nps['nps']:.1f}", f"± {nps['margin_of_error']:.1f} · {score} {month}"],
        "mrr_headline": [f"${mrr['closing_mrr']:,.0f}", f"{_arrow(growth)}{_signed(growth, '.1%')} {month}"],
        "net_new_mrr_headline": [
            f"${mrr['net_new_mrr']:,.0f}",
            f"{_arrow(net_new)}{_signed(net_new, ',.0f', '$')} {month}",
        ],
        "logo_churn_headline": [
            f"{churn['logo_churn_rate']:.2%}",
            f"{points(churn, churn_before, 'logo_churn_rate')} {month}",
        ],
        "gross_mrr_churn_headline": [
            f"{churn['gross_mrr_churn_rate']:.2%}",
            f"{points(churn, churn_before, 'gross_mrr_churn_rate')} {month}",
        ],
        "ltv_headline": [f"${value['ltv_simple']:,.0f}", f"{_arrow(worth)}{_signed(worth, '.1%')} {month}"],
    }


@apart
@in_browser
def test_headlines_are_the_numbers_of_the_marts(demo: Built, seen: dict[str, Seen]) -> None:
    page = seen["north_star"]
    shown = {name: chart.lines for name, chart in page.charts.items() if name.endswith("_headline")}
    expected = _headlines(demo)
    assert {name: [lines[0], lines[2]] for name, lines in shown.items()} == expected
    week = _last(demo, "north_star_periods_by_breakdown", "period_start", "is_primary and is_in_force")[0][
        "period_start"
    ]
    month = _last(demo, "mrr_monthly_by_breakdown")[0]["month_start"]
    shown_periods = f"Week of {week.day} {week:%B %Y} · {month:%B %Y} · complete weeks and months only"
    assert shown_periods in page.lines


def _shown(value: Decimal) -> str:
    """Dollars as the labels of a bar write them, with the sign of a change."""
    return f"{MINUS if value < 0 else '+'}${abs(value):,.0f}"


@apart
@in_browser
def test_waterfall_shows_the_movements_of_the_month(demo: Built, seen: dict[str, Seen]) -> None:
    month = _last(demo, "mrr_monthly_by_breakdown")[0]
    steps = {
        "New": month["new_mrr"],
        "Reactivation": month["reactivation_mrr"],
        "Expansion": month["expansion_mrr"],
        "Churned": -month["churned_mrr"],
        "FX": month["fx_mrr"],
    }
    lines = seen["revenue"].charts["waterfall"].lines
    expected = [f"${month['opening_mrr']:,.0f}", f"${month['closing_mrr']:,.0f}"]
    expected += [*steps, *(_shown(value) for value in steps.values())]
    assert [line for line in expected if line not in lines] == []


@apart
@in_browser
def test_bridge_explains_the_difference_to_another_policy(demo: Built, seen: dict[str, Seen]) -> None:
    found = demo.rows(
        "select * from marts.mrr_policy_comparison where policy_name = 'stripe' and is_complete"
        " order by month_start desc limit 1"
    )[0]
    effects = [value for name, value in found.items() if name.endswith("_effect") and value]
    assert effects and sum(effects) == found["mrr_difference"]
    lines = seen["policies"].charts["bridge"].lines
    expected = [f"${found['chosen_mrr']:,.0f}", f"${found['mrr']:,.0f}", *map(_shown, effects)]
    assert [line for line in expected if line not in lines] == []


@apart
@in_browser
def test_cohort_pages_show_what_is_left(demo: Built, seen: dict[str, Seen]) -> None:
    kept = demo.rows(
        "select nrr, grr, logo_retention_rate from marts.revenue_retention_monthly_by_breakdown"
        " where breakdown = 'total' and horizon_months = 12 and is_complete order by month_start desc limit 1"
    )[0]
    charts = seen["retention"].charts
    assert charts["nrr_headline"].lines[0] == f"{kept['nrr']:.1%}"
    assert charts["grr_headline"].lines[0] == f"{kept['grr']:.1%}"
    assert charts["logo_retention_headline"].lines[0] == f"{kept['logo_retention_rate']:.1%}"
    value = demo.rows(
        "select cac, survival_ltv_to_cac, cac_payback_months, rule_of_40 from marts.unit_economics_monthly"
        " where is_complete order by month_start desc limit 1"
    )[0]
    charts = seen["unit_economics"].charts
    assert charts["cac_headline"].lines[0] == f"${value['cac']:,.0f}"
    assert charts["ltv_to_cac_headline"].lines[0] == f"{value['survival_ltv_to_cac']:.1f}"
    assert charts["payback_headline"].lines[0] == f"{value['cac_payback_months']:.1f}"
    assert charts["rule_of_40_headline"].lines[0] == f"{value['rule_of_40']:.1f}"


@apart
def test_the_chosen_slice_and_period_are_what_is_shown(demo: Built, rendered: Rendered) -> None:
    found = demo.rows(
        "select closing_mrr from marts.mrr_monthly_by_breakdown"
        " where breakdown = 'segment' and breakdown_value = 'smb'"
        " and month_start = ?",
        [date(2025, 6, 1)],
    )
    mrr: Decimal = found[0]["closing_mrr"]
    assert f"- value: ${mrr:,.0f}\n" in rendered.slice_mrr

"""Which boards are shown: a board follows its rooms."""

from __future__ import annotations

from pathlib import Path

import pytest

from north_star.boards import BOARDS, READ, BoardsError, built, gather, open_boards
from python_tests.support.project import TREE

# Boards that are there when core alone is built.
OF_CORE = {
    "accounts", "customer_voice", "governance", "north_star", "product_usage", "retention", "revenue",
}  # fmt: skip


def _rooms() -> dict[str, str]:
    """The folder of every mart by its name."""
    return {mart.stem: mart.parent.name for mart in (TREE / "models" / "marts").glob("*/*.sql")}


def test_core_has_boards_of_its_own() -> None:
    optional = {path.parent.name for path in (TREE / "models").rglob("*.sql")} - {
        "billing", "accounts", "revenue", "usage", "retention", "voice", "north_star", "registry"
    }  # fmt: skip
    core = {mart for mart, room in _rooms().items() if room not in optional}
    assert {board.stem for board in open_boards(core, TREE / BOARDS)} == OF_CORE


def test_a_board_of_a_shut_room_is_left_out(tmp_path: Path) -> None:
    root = tmp_path / "project"
    (root / BOARDS).mkdir(parents=True)
    (root / "dbt_charts.yml").write_text("sources: {}\n")
    for name, text in (
        ("meta", "source: north_star"),
        ("revenue", "select 1 from {{ ref('mrr_monthly_by_breakdown') }}"),
        ("goals", "select 1 from {{ ref('mrr_monthly_by_breakdown') }} join {{ ref( \"metric_goals\" ) }}"),
    ):
        (root / BOARDS / f"{name}.yml").write_text(text)
    into = tmp_path / "into"
    assert [board.stem for board in gather({"mrr_monthly_by_breakdown"}, into, root)] == ["revenue"]
    assert sorted(path.name for path in (into / BOARDS).iterdir()) == ["meta.yml", "revenue.yml"]
    assert len(gather({"mrr_monthly_by_breakdown", "metric_goals"}, into, root)) == 2


def test_boards_read_marts_and_reference_files() -> None:
    known = _rooms().keys() | {seed.stem for seed in (TREE / "seeds" / "reference").glob("*.csv")}
    for board in (TREE / BOARDS).glob("*.yml"):
        assert set(READ.findall(board.read_text(encoding="utf-8"))) <= known, board.stem


def test_without_a_build_it_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(BoardsError, match="uv run dbt build"):
        built(tmp_path)

"""With the usage of other accounts nothing is taken for evidence of a North Star."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from python_tests.oracles.company import Company
from python_tests.oracles.contract import TABLES
from python_tests.oracles.intake import read_raw
from python_tests.support.built import Built, Record, Workshop
from python_tests.support.demo_files import truth
from python_tests.support.raw_files import write_raw

PLANTED = truth()["planted"]
SEED = 20251122


def _scores(company: Built) -> dict[str, Record]:
    return {row["definition_name"]: row for row in company.mart("north_star_candidates")}


def _with_usage_of_another(demo: Built, scratch: Path, seed: int) -> Company:
    """The demo, in which every account has the events of another and its own contracts and answers."""
    raw = demo.oracle.raw
    tables = {name: read_raw(raw, table) for name, table in TABLES.items()}
    accounts = sorted(demo.oracle.intake.accounts)
    other = dict(zip(accounts, random.Random(seed).sample(accounts, len(accounts)), strict=True))
    events = [{**row, "account_id": other.get(row["account_id"], "")} for row in tables["events"]]
    settings, reference = demo.oracle.settings, demo.oracle.reference
    return Company("shuffled", write_raw(scratch / "raw", {**tables, "events": events}), settings, reference)


@pytest.fixture(scope="module")
def shuffled(demo: Built, workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    scratch = tmp_path_factory.mktemp("shuffled_labels")
    company = _with_usage_of_another(demo, scratch, SEED)
    with workshop.begin(company, scratch, only=["north_star_candidates"]).delivered() as found:
        yield found


def test_usage_of_another_account_goes_along_with_nothing(shuffled: Built) -> None:
    """One in twenty intervals misses 0 by chance, and those of one definition say much the same."""
    found = [row for row in shuffled.mart("north_star_evidence") if row["is_enough"]]
    away = [row for row in found if row["difference_lower"] > 0 or row["difference_upper"] < 0]
    assert len(found) >= 30
    assert len(away) <= len(found) / 5, away


def test_no_definition_scores_by_chance(shuffled: Built, demo: Built) -> None:
    driver = _scores(demo)[PLANTED["north_star"]]["score"]
    assert max(row["score"] or 0 for row in _scores(shuffled).values()) < driver / 5

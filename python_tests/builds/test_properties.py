"""What must hold for any history: marts equal the oracle, sums tie out, and order, repetition and lateness of
loading change nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from python_tests.cases.north_star import DEFINITIONS
from python_tests.oracles.company import Company
from python_tests.oracles.contract import TABLES
from python_tests.oracles.marts import MARTS, expected_rows
from python_tests.oracles.policies import EFFECTS
from python_tests.oracles.settings import Settings
from python_tests.support.agreement import (
    assert_every_sum_ties_out,
    assert_mart_agrees,
    assert_rejections_agree,
    assert_rows_are_conserved,
)
from python_tests.support.built import LEDGERS, Built, Commission, Record, Workshop
from python_tests.support.definitions import random_definitions
from python_tests.support.histories import AS_OF, Tables, batch
from python_tests.support.raw_files import RawRow, write_raw, write_reference
from python_tests.support.tickets import draw_tickets

ACCOUNTS = 500
# Unlike the demo and the cases: another reporting currency, a zone behind UTC (by half hours), a short grace,
# and a policy that differs from default in every rule; no default of lifetime value, CAC, NPS or support.
SETTINGS = Settings(
    AS_OF, "EUR", "America/St_Johns", past_due_grace_days=7, gross_margin=Decimal("0.65"),
    revenue_policy="contrary", ltv_horizon_months=18, ltv_discount_rate=0.25, ltv_minimum_at_risk=4,
    cac_lag_months=1, nps_answers="all", bug_category="crash",
)  # fmt: skip
POLICIES: list[RawRow] = [
    {
        "policy_name": "contrary", "trials": "included", "free_months": "excluded",
        "past_due_grace_days": "12",
        "pauses": "period_end", "discounts": "all", "usage": "included", "churn_date": "request",
        "weeks_per_month": "365/84", "days_per_month": "30", "renewal_tolerance_days": "45",
        "reactivation_window_days": "60", "intra_month_churn": "included",
        "churn_base": "opening_plus_new", "zero_churn_ltv": "floor", "net_churn_reactivation": "included",
        "quick_ratio_reactivation": "excluded",
    },
    {"policy_name": "lenient", "past_due_grace_days": "", "pauses": "included", "discounts": "none"},
]  # fmt: skip


def _with_versions(tables: Tables) -> None:
    """Let every fourth row be the newest of two versions, one of them a row that is gone by now."""
    for name, rows in tables.items():
        for number, row in enumerate(list(rows)):
            if number % 4 == 0:
                newest = {**row, "row_updated_at": "2024-06-02T00:00:00+02:00"}
                rows[number] = {**newest, "row_is_deleted": "yes"} if number % 80 == 0 else newest
                rows.append({**rows[number - 1], **_key(name, row), "row_updated_at": "2024-06-01"})


def _key(name: str, row: RawRow) -> RawRow:
    """The row's values in the columns that tell it from others; bookings have none."""
    return {column: row.get(column) for column in TABLES[name].key}


def _company(scratch: Path, name: str, tables: Tables) -> Company:
    definitions = (*DEFINITIONS, *random_definitions(20, seed=4))
    reference = write_reference(scratch / "reference", definitions, POLICIES)
    return Company(name, write_raw(scratch / name, tables), SETTINGS, reference)


@dataclass(frozen=True)
class Batches:
    """The same rows twice, on their way."""

    arrived_late: Commission
    shuffled: Commission


@pytest.fixture(scope="module")
def batches(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Batches:
    tables = batch(ACCOUNTS)
    tables["support_tickets"] = draw_tickets(tables)
    _with_versions(tables)
    scratch = tmp_path_factory.mktemp("arrived_late")
    part = {name: [row for n, row in enumerate(rows) if n % 3] for name, rows in tables.items()}
    whole = _company(scratch, "arrived_late", tables)
    late = workshop.begin(whole, scratch, after=_company(scratch, "part", part))

    scratch = tmp_path_factory.mktemp("shuffled")
    order = random.Random(20240617)
    mixed = {name: order.sample(rows, len(rows)) for name, rows in tables.items()}
    other = workshop.begin(_company(scratch, "shuffled", mixed), scratch, with_data_tests=False)
    return Batches(late, other)


@pytest.fixture(scope="module")
def arrived_late(batches: Batches) -> Iterator[Built]:
    """Built twice in one database: first with two thirds of the rows, then with all of them."""
    with batches.arrived_late.delivered() as found:
        yield found


@pytest.fixture(scope="module")
def shuffled(batches: Batches) -> Iterator[Built]:
    """Built once, from the same rows in another order."""
    with batches.shuffled.delivered() as found:
        yield found


def test_the_batch_is_varied(arrived_late: Built) -> None:
    """The histories reach every movement and most reasons; otherwise the other tests prove little."""
    oracle = arrived_late.oracle
    kinds = {movement.movement_type for movement in oracle.movements}
    assert kinds == {"new", "reactivation", "expansion", "contraction", "churn", "none"}
    assert any(movement.is_involuntary_churn for movement in oracle.movements)
    assert any(movement.intra_month_churn_count for movement in oracle.movements)
    assert any(movement.fx_mrr for movement in oracle.movements)
    assert any(movement.usage_mrr for movement in oracle.movements)
    assert any(movement.committed_mrr != movement.closing_mrr for movement in oracle.movements)
    assert any(movement.renewal_due_mrr for movement in oracle.movements)
    assert len({movement.churn_reason for movement in oracle.movements}) > 2
    met = {name for (name, _), found in oracle.north_star.items() if found.entities and "chance" in name}
    assert len(met) >= 12, met
    effects = [row for row in expected_rows(oracle, "mrr_policy_comparison").values() if not row["is_chosen"]]
    # Where every trial counts, a free month is no exception.
    for effect in {*EFFECTS.values(), "combined_effect"} - {"free_months_effect"}:
        assert any(row[effect] for row in effects), f"no policy ever differs by {effect}"
    kinds = {row["change_type"] for row in expected_rows(oracle, "subscription_changes").values()}
    assert len(kinds) == 9, kinds
    assert {row.reason for row in oracle.intake.rejected} >= {
        "duplicate", "conflicting_duplicate", "overlap", "empty_period", "future", "orphan", "before_signup",
        "negative_amount", "unknown_currency", "missing_exchange_rate", "invalid_score", "unknown_status",
        "unknown_duration", "ambiguous_discount", "invalid_percent", "merge_cycle", "older_version",
        "deleted",
    }  # fmt: skip


@pytest.mark.parametrize("mart", MARTS)
def test_every_mart_agrees_with_the_oracle(mart: str, arrived_late: Built) -> None:
    assert_mart_agrees(arrived_late, mart)


def test_rows_are_conserved(arrived_late: Built) -> None:
    assert_rows_are_conserved(arrived_late)
    assert_rejections_agree(arrived_late)


def test_every_sum_ties_out(arrived_late: Built) -> None:
    assert_every_sum_ties_out(arrived_late)


def _marts(company: Built) -> dict[str, list[Record]]:
    return {
        node["name"]: company.rows(f"select * from marts.{node['alias']} order by all")
        for node in company.project.nodes("model")
        if node["fqn"][1] == "marts" and node["name"] not in LEDGERS
    }


def test_order_repetition_and_lateness_change_nothing(arrived_late: Built, shuffled: Built) -> None:
    late, other = _marts(arrived_late), _marts(shuffled)
    differing = {
        name: next(pair for pair in zip(late[name], other[name], strict=False) if pair[0] != pair[1])
        for name in late
        if late[name] != other[name]
    }
    assert differing == {}

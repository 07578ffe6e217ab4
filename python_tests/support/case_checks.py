"""What a hand-worked case expects, against rows of the marts or of the oracle."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import Any

from python_tests.cases.case import Case, Expect
from python_tests.oracles.marts import MARTS
from python_tests.oracles.settings import next_month
from python_tests.support.agreement import differences, index, same
from python_tests.support.built import Built, Record

UNMOVED = {"movement_type": "none", "fx_mrr": 0, "intra_month_churn_count": 0}


@cache
def mart_rows(company: Built, mart: str) -> dict[tuple[Any, ...], Record]:
    return index(company.mart(mart), MARTS[mart].key)


def _key(case: Case, expect: Expect) -> tuple[Any, ...]:
    defaults = {"account_id": case.id, "breakdown": "segment", "breakdown_value": case.id}
    return tuple({**defaults, **expect.key}[name] for name in MARTS[expect.mart].key)


def check(case: Case, rows: dict[str, dict[tuple[Any, ...], Record]]) -> None:
    """Every expectation of the case, and every month of its account's movements."""
    faults = []
    for expect in case.expected:
        key = _key(case, expect)
        expected = {key: dict(expect.values)}
        found = {key: rows[expect.mart][key]} if key in rows[expect.mart] else {}
        faults += [f"{expect.mart}: {d}" for d in differences(MARTS[expect.mart].key, expected, found)]
    if case.movements is not None:
        faults += _movement_faults(case, rows["mrr_movements"])
    assert not faults, f"{case.id} ({case.why}):\n  " + "\n  ".join(faults)


def _movement_faults(case: Case, rows: dict[tuple[Any, ...], Record]) -> Iterable[str]:
    found = {month: row for (account, month), row in rows.items() if account == case.id}
    lines = {line.month_start: line for line in case.movements or ()}
    if set(lines) - set(found) or (found and min(found) != min(lines, default=None)):
        yield f"movements in {sorted(map(str, lines))}, rows of {sorted(map(str, found))}"
    for month, row in sorted(found.items()):
        expected = lines[month].values if month in lines else UNMOVED
        for name, value in expected.items():
            if not same(value, row[name]):
                yield f"{month}: {name} expected {value}, found {row[name]}"
    months = sorted(found)
    if any(next_month(a) != b for a, b in pairwise(months)):
        yield f"a month is left out: {months}"

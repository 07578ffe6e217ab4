"""Reads the case files and compares what a project says with what they expect."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

FOLDER = Path(__file__).parent
NOT_CASES = ("settings.yml",)
MOVEMENTS = ("new", "reactivation", "expansion", "contraction", "churn")
IDS = ("account_id", "subscription_id", "subscription_item_id", "discount_id", "old_id", "new_id")
EVERYBODY = "*"
DEFAULT = "default"
OF_EVERY_POLICY = ("mrr", "movement", "amount", "fx", "intra", "involuntary", "usage_mrr", "committed_mrr")

Row = dict[str, str]
Value = Decimal | int | float | str | bool
# What an unlisted month says: nothing moved. A listed one says it, too, of what it does not name.
UNMOVED: Mapping[str, Value] = {"movement": "none", "amount": Decimal(0), "fx": Decimal(0), "intra": 0}


@dataclass(frozen=True)
class Result:
    """What a project says of one account (or of EVERYBODY in a case) in one month under one policy.

    `values` has what OF_EVERY_POLICY names, and for the default policy whatever else a case may ask for.
    """

    case: str
    account: str
    policy: str
    month: str
    values: Mapping[str, Value | None]


@dataclass(frozen=True)
class Case:
    """One story: raw rows, and by policy the months in which something happened."""

    id: str
    family: str
    story: str
    why: str
    trap: str | None
    rows: Mapping[str, tuple[Row, ...]]
    expect: Mapping[str, tuple[Row, ...]]
    rates: tuple[Row, ...]
    refused: Mapping[str, str]  # table: reason, of its only row that must not count

    @property
    def accounts(self) -> tuple[str, ...]:
        return tuple(row["account_id"] for row in self.rows["accounts"])


@dataclass(frozen=True)
class Suite:
    """All cases, and what they have in common."""

    settings: Mapping[str, str]
    exchange_rates: tuple[Row, ...]
    policies: tuple[Row, ...]
    cases: tuple[Case, ...]


def _plain(path: Path) -> Any:
    """YAML without types: every value is the text that a raw file would hold."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def _prefixed(case_id: str, row: Row) -> Row:
    return {name: f"{case_id}/{text}" if name in IDS else text for name, text in row.items()}


def _case(family: str, data: dict[str, Any], defaults: Mapping[str, Row]) -> Case:
    """Ids carry the case's in front, so that all cases can be one company."""
    rows: dict[str, list[Row]] = {"accounts": [{}], **data["rows"]}
    expect = data.get("expect", [])
    if isinstance(expect, list):
        expect = {DEFAULT: expect}
    for policy, lines in expect.items():
        said = {name for line in lines for name in line}
        beyond = said - {*OF_EVERY_POLICY, *MOVEMENTS, "account", "month"}
        assert policy == DEFAULT or not beyond, f"{data['id']} expects {beyond} under {policy}"
    unknown = set(data) - {"id", "story", "why", "trap", "rows", "expect", "rates", "refused"}
    assert not unknown, f"{data['id']} has unknown keys {unknown}"
    return Case(
        data["id"],
        family,
        data["story"],
        data["why"],
        data.get("trap"),
        {
            table: tuple(
                {
                    name: text.replace("<case>", data["id"])
                    for name, text in _prefixed(data["id"], {**defaults[table], **row}).items()
                }
                for row in table_rows
            )
            for table, table_rows in rows.items()
        },
        {policy: tuple(lines or ()) for policy, lines in expect.items()},
        tuple(data.get("rates", ())),
        data.get("refused", {}),
    )


def read_suite() -> Suite:
    """Every file of the folder, in the order of their names."""
    common = _plain(FOLDER / "settings.yml")
    cases = [
        _case(path.stem, data, common["defaults"])
        for path in sorted(FOLDER.glob("*.yml"))
        if path.name not in NOT_CASES
        for data in _plain(path)["cases"]
    ]
    ids = [case.id for case in cases]
    assert len(set(ids)) == len(ids), "case ids must differ"
    return Suite(common["settings"], tuple(common["exchange_rates"]), tuple(common["policies"]), tuple(cases))


def _value(name: str, text: str) -> Value:
    if name in ("movement", "reason"):
        return text
    if name == "involuntary":
        return text == "true"
    return Decimal(text)


def _expected(line: Row) -> dict[str, Value]:
    """A line's values; `churn: 100` says the movement and its amount."""
    values: dict[str, Value] = dict(UNMOVED)
    for name, text in line.items():
        if name in MOVEMENTS:
            values |= {"movement": name, "amount": Decimal(text)}
        elif name not in ("month", "account"):
            values[name] = _value(name, text)
    if values["movement"] == "churn":
        values.setdefault("involuntary", False)
    return values


def _same(expected: Value, found: Value | None) -> bool:
    if isinstance(found, float) and isinstance(expected, Decimal):
        return abs(float(expected) - found) < 1e-9
    return found is not None and expected == found


def _differences(where: str, expected: Mapping[str, Value], found: Mapping[str, Value | None]) -> list[str]:
    return [
        f"{where}: {name} expected {value}, found {found.get(name)}"
        for name, value in expected.items()
        if not _same(value, found.get(name))
    ]


def _account_faults(where: str, lines: Iterable[Row], found: Mapping[str, Result]) -> list[str]:
    listed = {line["month"]: _expected(line) for line in lines}
    faults = [f"{where} {month}: expected {listed[month]}, found nothing" for month in listed.keys() - found]
    mrr: Value = Decimal(0)
    for month, result in sorted(found.items()):
        expected = listed.get(month, {**UNMOVED, "mrr": mrr})
        mrr = expected.get("mrr", mrr)
        faults += _differences(f"{where} {month}", expected, result.values)
    return faults


def faults_of(case: Case, results: Iterable[Result]) -> list[str]:
    """One line for every value that is not the expected one; nothing when the project agrees."""
    found: defaultdict[tuple[str, str], dict[str, Result]] = defaultdict(dict)
    for result in results:
        if result.case == case.id:
            found[result.policy, result.account][result.month] = result
    faults = []
    accounts = {account.removeprefix(f"{case.id}/") for account in case.accounts}
    for policy, lines in case.expect.items():
        for account in accounts:
            own = [line for line in lines if line.get("account", "a") == account]
            faults += _account_faults(f"{policy} {account}", own, found[policy, account])
        strangers = {line.get("account", "a") for line in lines} - accounts
        assert not strangers, f"{case.id} expects something of {strangers}"
    for line in case.rates:
        month = line["month"]
        wanted = {name: _value(name, text) for name, text in line.items() if name != "month"}
        everybody = found[DEFAULT, EVERYBODY].get(month)
        faults += _differences(f"all {month}", wanted, everybody.values if everybody else {})
    return faults


def month_of(day: date) -> str:
    return day.isoformat()[:7]

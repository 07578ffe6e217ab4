"""Runs the suite through this project: raw rows in, months out. Another project replaces this file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from python_tests.cases.north_star import DEFINITIONS
from python_tests.conformance.suite import EVERYBODY, MOVEMENTS, Result, Row, Suite, Value, month_of
from python_tests.oracles.company import Company
from python_tests.oracles.settings import Settings
from python_tests.support.built import opened
from python_tests.support.project import company_project
from python_tests.support.raw_files import write_raw, write_reference

# What a case may ask for beside the movement, under the policy that the marts follow.
CHOSEN_ONLY = {
    "reason": "churn_reason",
    **{
        name: name
        for name in (
            "constant_currency_mrr", "renewal_due_mrr", "renewal_churned_mrr",
        )
    },
}  # fmt: skip
CHURN_RATES = (
    "logo_churn_rate", "gross_mrr_churn_rate", "net_mrr_churn_rate", "annual_gross_mrr_churn_rate",
)  # fmt: skip
HORIZONS = (1, 3, 12)
Record = Mapping[str, Any]
Read = Callable[[str], Iterable[Record]]  # a mart's rows, by its name


def company_of(suite: Suite, scratch: Path) -> Company:
    """All cases as one company: ids differ from case to case."""
    tables: dict[str, list[Row]] = {"exchange_rates": list(suite.exchange_rates)}
    for case in suite.cases:
        for table, rows in case.rows.items():
            tables.setdefault(table, []).extend(rows)
    common = suite.settings
    settings = Settings(
        date.fromisoformat(common["as_of"]), common["reporting_currency"], common["reporting_timezone"]
    )
    reference = write_reference(scratch / "reference", DEFINITIONS, suite.policies)
    return Company("conformance", write_raw(scratch / "raw", tables), settings, reference)


def _case_of(account_id: str) -> tuple[str, str]:
    case, _, account = account_id.partition("/")
    return case, account


def _movement(row: Record) -> dict[str, Value | None]:
    kind = row["movement_type"]
    columns = {one: f"{one}_mrr" for one in MOVEMENTS} | {"churn": "churned_mrr", "none": None}
    column = columns[kind]
    return {
        "mrr": row["closing_mrr"],
        "movement": kind,
        "amount": row[column] if column else Decimal(0),
        "fx": row["fx_mrr"],
        "intra": row["intra_month_churn_count"],
        "usage_mrr": row["usage_mrr"],
        "committed_mrr": row["committed_mrr"],
    }


def results(read: Read) -> Iterator[Result]:
    """What the marts say, those of the models or those that the oracles would fill."""
    values: dict[str, Value | None]
    for row in read("mrr_movements"):
        values = _movement(row) | {name: row[column] for name, column in CHOSEN_ONLY.items()}
        values["involuntary"] = row["involuntary_churned_account_count"] == 1
        yield Result(*_case_of(row["account_id"]), "default", month_of(row["month_start"]), values)
    for row in read("mrr_movements_by_policy"):
        if row["policy_name"] != "default":
            case, account = _case_of(row["account_id"])
            values = _movement(row) | {"involuntary": row["is_involuntary_churn"]}
            yield Result(case, account, row["policy_name"], month_of(row["month_start"]), values)
    summaries: dict[tuple[str, date], dict[str, Value | None]] = {}
    for row in read("churn_monthly_by_breakdown"):
        if row["breakdown"] == "segment":
            summaries[row["breakdown_value"], row["month_start"]] = {name: row[name] for name in CHURN_RATES}
    for row in read("revenue_retention_monthly_by_breakdown"):
        key, months = (row["breakdown_value"], row["month_start"]), row["horizon_months"]
        if row["breakdown"] == "segment":
            summaries[key] |= {f"nrr_{months}m": row["nrr"], f"grr_{months}m": row["grr"]}
    for (case, month), values in summaries.items():
        yield Result(case, EVERYBODY, "default", month_of(month), values)


def run(suite: Suite) -> list[Result]:
    """Build the cases with dbt, in a folder of their own, and read the marts."""
    with tempfile.TemporaryDirectory() as folder:
        company = company_of(suite, Path(folder))
        project = company_project(Path(folder) / "project", company)
        project.build()
        with opened(company, project) as built:
            return list(results(built.mart))

"""All cases as one raw company: Berlin time, 30 days of grace, a gross margin of 0.8, as of 15 June 2024."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from python_tests.cases import (
    accounts,
    activation,
    contracts,
    economy,
    engagement,
    intake,
    north_star,
    nps,
    published,
    published_economy,
    trials,
    usage,
    versions,
    voice,
)
from python_tests.cases.case import Case
from python_tests.oracles.company import Company
from python_tests.oracles.contract import TABLES
from python_tests.oracles.settings import Settings
from python_tests.support.raw_files import RawRow, write_raw, write_reference, write_rows

SETTINGS = Settings(date(2024, 6, 15), reporting_timezone="Europe/Berlin", gross_margin=Decimal("0.8"))

CASES: tuple[Case, ...] = (
    *accounts.CASES,
    *usage.CASES,
    *north_star.CASES,
    *nps.CASES,
    *voice.CASES,
    *intake.CASES,
    *versions.CASES,
    *contracts.CASES,
    *published.CASES,
    *economy.CASES,
    *published_economy.CASES,
    *engagement.CASES,
    *activation.CASES,
    *trials.CASES,
)

RATES: list[RawRow] = [
    {"currency": "EUR", "rate_date": "2023-12-31", "rate": "1.10"},
    {"currency": "eur", "rate_date": "2024-02-10", "rate": "1.20"},
    {"currency": "EUR", "rate_date": "2024-03-31", "rate": "1.25"},
    {"currency": "GBP", "rate_date": "2024-04-15", "rate": "1.3"},
    # Refused: a second rate of a day, a rate of no value, one of tomorrow, those without day or currency.
    {"currency": "EUR", "rate_date": "2024-03-31", "rate": "9.99"},
    {"currency": "SEK", "rate_date": "2024-03-31", "rate": "0"},
    {"currency": "EUR", "rate_date": "2024-06-16", "rate": "2"},
    {"currency": "EUR", "rate_date": "2024-06-31", "rate": "2"},
    {"currency": "EUR", "rate_date": "", "rate": "2"},
    {"currency": " ", "rate_date": "2024-06-01", "rate": "2"},
]


def cases_company(scratch: Path) -> Company:
    """Write the rows of every case into one raw folder."""
    names = [case.id for case in CASES]
    assert len(set(names)) == len(names), "case ids must differ"
    tables = {table: [row for case in CASES for row in case.rows(table)] for table in TABLES}
    tables["exchange_rates"] = RATES
    reference = write_reference(scratch / "reference", north_star.DEFINITIONS)
    write_rows(reference / "excluded_users.csv", engagement.EXCLUDED)
    write_rows(reference / "usage_retention_windows.csv", engagement.WINDOWS)
    return Company("cases", write_raw(scratch / "raw", tables), SETTINGS, reference)

"""Published worked examples of retention and unit economics, as rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from python_tests.cases.case import Case, Expect, account, item
from python_tests.cases.economy import Terms, group
from python_tests.support.raw_files import RawRow

MARCH, MAY = date(2024, 3, 1), date(2024, 5, 1)


def _retention(month: date, horizon: int, **values: object) -> Expect:
    return Expect(
        "revenue_retention_monthly_by_breakdown", {"month_start": month, "horizon_months": horizon}, values
    )


def _changes(before: str, after: str, on: str) -> list[Terms]:
    return [(before, "2023-01-05", on), (after, on, None)]


# A twelfth of the published yearly amounts: 0.9 of 10 million leave, 2.0 become 1.4, 7.1 become 8.9.
RETENTION = (
    replace(
        group("nrr-p-01", "10 - 0.6 - 0.9 + 1.8 and 10 - 0.6 - 0.9 million, over the year to March",
              {"leaves": [("75000", "2023-01-05", "2023-09-10")],
               "shrinks": _changes("166666.666667", "116666.666667", "2023-11-10"),
               "grows": _changes("591666.666667", "741666.666667", "2024-02-10")},
              _retention(MARCH, 12, nrr=1.03, grr=0.85)),
        published=("nrr-p-01", "grr-p-01"),
    ),
    replace(
        group("nrr-n-01", "100,000 + 15,000 - 8,000 in a month",
              {"leaves": [("8000", "2023-01-05", "2024-03-10")],
               "grows": _changes("92000", "107000", "2024-03-10")},
              _retention(MARCH, 1, base_mrr=Decimal(100000), nrr=1.07)),
        published=("nrr-n-01",),
    ),
)  # fmt: skip


def _won(published: str, why: str, count: int, spend: str, mrr: str, **values: object) -> Case:
    """Accounts won in March by one channel, which is the case's id."""
    accounts = [f"{published}-{n}" for n in range(count)]
    bookings: list[RawRow] = [
        {"spend_date": "2024-03-04", "acquisition_channel": published, "amount": spend, "currency": "USD"}
    ]
    key = {"month_start": MARCH, "breakdown": "acquisition_channel", "breakdown_value": published}
    return Case(
        published,
        why,
        {
            "accounts": [account(one, published, acquisition_channel=published) for one in accounts],
            "subscription_items": [item(one, mrr, "2024-03-05") for one in accounts],
            "marketing_spend": bookings,
        },
        expected=(Expect("unit_economics_monthly_by_breakdown", key, values),),
        published=(published,),
    )


COSTS = (
    _won("cac-01", "50,000 for 25 accounts", 25, "50000", "100", cac=Decimal(2000)),
    _won("cacp-03", "1,200 / (100 x 0.8)", 1, "1200", "100", cac=Decimal(1200), cac_payback_months=15.0),
    _won("cacp-05", "1,200 / (150 x 0.8)", 1, "1200", "150", cac=Decimal(1200), cac_payback_months=10.0),
)


def _patients(segment: str, treated: int, cured: int, start: str, end: str | None, lost: str) -> list[RawRow]:
    """Kidney stones as accounts: the treatment succeeded where the account is still there a month later."""
    return [
        item(f"simp-01-{segment}-{start[5:7]}-{n}", "100", start, end if n < cured else lost)
        for n in range(treated)
    ]


def _simpson() -> Case:
    """By March the accounts of treatment B, by May those of A: each segment keeps more, the company less."""
    rows = [
        *_patients("small", 270, 234, "2024-02-05", "2024-04-05", "2024-03-10"),
        *_patients("large", 80, 55, "2024-02-05", "2024-04-05", "2024-03-10"),
        *_patients("small", 87, 81, "2024-04-10", None, "2024-05-10"),
        *_patients("large", 263, 192, "2024-04-10", None, "2024-05-10"),
    ]
    accounts = [
        account(str(row["account_id"]), f"simp-01 {str(row['account_id']).split('-')[2]}", industry="simp-01")
        for row in rows
    ]

    def rate(month: date, breakdown: str, value: str, retained: int, base: int) -> Expect:
        key = {"month_start": month, "horizon_months": 1, "breakdown": breakdown, "breakdown_value": value}
        values = {"base_account_count": base, "retained_account_count": retained}
        return Expect(
            "revenue_retention_monthly_by_breakdown", key, {**values, "logo_retention_rate": retained / base}
        )

    return Case(
        "simp-01",
        "small 87 % -> 93 %, large 69 % -> 73 %, all 83 % -> 78 %: the large ones have become many",
        {"accounts": accounts, "subscription_items": rows},
        expected=(
            rate(MARCH, "segment", "simp-01 small", 234, 270),
            rate(MARCH, "segment", "simp-01 large", 55, 80),
            rate(MARCH, "industry", "simp-01", 289, 350),
            rate(MAY, "segment", "simp-01 small", 81, 87),
            rate(MAY, "segment", "simp-01 large", 192, 263),
            rate(MAY, "industry", "simp-01", 273, 350),
        ),
        published=("simp-01",),
    )


CASES = (*RETENTION, *COSTS, _simpson())

"""Published worked examples as rows: each repeats the numbers of the example that `published` names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from python_tests.cases.case import Case, Expect, Line, account, item
from python_tests.cases.nps import crowd
from python_tests.support.raw_files import RawRow

MARCH = date(2024, 3, 1)
NEW, SWITCH, LATER = "2024-01-05", "2024-03-10", "2024-03-20"


def _one(
    published: str, why: str, items: list[RawRow], *movements: Line, expected: tuple[Expect, ...] = ()
) -> Case:
    name = published.split()[0]
    return Case(
        name, why, {"subscription_items": items}, movements, expected, published=tuple(published.split())
    )


def _many(published: str, why: str, groups: list[tuple[int, list[RawRow]]], *expected: Expect) -> Case:
    """Groups of equal accounts; the rows of a group carry the account id '{}'."""
    name = published.split()[0]
    accounts: list[RawRow] = []
    items: list[RawRow] = []
    for number, (size, rows) in enumerate(groups):
        for n in range(size):
            one = f"{name}-{number}-{n}"
            accounts.append(account(one, name))
            ids = ("account_id", "subscription_id", "subscription_item_id")
            items += [{**row, **{key: str(row[key]).format(one) for key in ids}} for row in rows]
    return Case(
        name,
        why,
        {"accounts": accounts, "subscription_items": items},
        expected=expected,
        published=tuple(published.split()),
    )


def _churn(**values: object) -> Expect:
    return Expect("churn_monthly_by_breakdown", {"month_start": MARCH}, values)


def _mrr(**values: object) -> Expect:
    return Expect("mrr_monthly_by_breakdown", {"month_start": MARCH}, values)


def _held(amount: str, end: str | None = None) -> list[RawRow]:
    return [item("{}", amount, NEW, end)]


def _changed(before: str, after: str) -> list[RawRow]:
    return [item("{}", before, NEW, SWITCH), item("{}", after, SWITCH)]


def _gold(name: str) -> RawRow:
    return item(name, "2000", NEW, billing_interval="year", quantity="4", plan_name="Gold")


PRICES = (
    _one("mrr-disc-03", "plan 100, add-on 100, discount 50",
         [item("mrr-disc-03", "100", NEW, n="p", recurring_discount_amount="50"),
          item("mrr-disc-03", "100", NEW, n="a")], Line("2024-01", "new", "150")),
    _one("mrr-norm-01", "1,200 a year", [item("mrr-norm-01", "1200", NEW, billing_interval="year")],
         Line("2024-01", "new", "100")),
    _one("mrr-norm-02", "100 at 100 a month and 50 at 600 a year",
         [item("mrr-norm-02", "100", NEW, n=f"m{n}") for n in range(100)]
         + [item("mrr-norm-02", "600", NEW, n=f"y{n}", billing_interval="year") for n in range(50)],
         Line("2024-01", "new", "12500")),
    _one("mrr-norm-03", "8 a month", [item("mrr-norm-03", "8", NEW)], Line("2024-01", "new", "8")),
    _one("mrr-norm-06", "multipliers 52/12, 1 and 1/12: 12 of each",
         [item("mrr-norm-06", "12", NEW, n=unit, billing_interval=unit)
          for unit in ("week", "month", "year")],
         Line("2024-01", "new", "65")),
    _one("mrr-norm-07", "90 for three months",
         [item("mrr-norm-07", "90", NEW, billing_interval_count=3)], Line("2024-01", "new", "30")),
    _one("mrr-norm-10", "30 on each active day", [item("mrr-norm-10", "30", "2024-01-01")],
         Line("2024-01", "new", "30")),
    _one("cmf-arr-apr", "ARR is 12 x MRR", [item("cmf-arr-apr", "3838599.69", NEW)],
         Line("2024-01", "new", "3838599.69"), expected=(_mrr(arr=Decimal("46063196.28")),)),
    _one("prorate-s005", "30 becomes 60 at once: the lines of -20 and 40 never enter MRR",
         [item("prorate-s005", "30", NEW, SWITCH), item("prorate-s005", "60", SWITCH)],
         Line("2024-01", "new", "30"), Line("2024-03", "expansion", "60", "30")),
    _one("prorate-s007", "300 a year becomes 600: 25 becomes 50 a month",
         [item("prorate-s007", "300", NEW, SWITCH, billing_interval="year"),
          item("prorate-s007", "600", SWITCH, billing_interval="year")],
         Line("2024-01", "new", "25"), Line("2024-03", "expansion", "50", "25")),
)  # fmt: skip

MOVEMENTS = (
    _one("mov-syn-01", "4 x 500 a year", [_gold("mov-syn-01")], Line("2024-01", "new", "166.666667")),
    _one("mov-syn-02", "a second subscription is expansion: 2 x 30",
         [_gold("mov-syn-02"), item("mov-syn-02", "60", SWITCH)],
         Line("2024-01", "new", "166.666667"), Line("2024-03", "expansion", "226.666667", "60")),
    _one("mov-syn-03", "one of two is canceled: contraction",
         [_gold("mov-syn-03"), item("mov-syn-03", "60", "2024-02-02", LATER)],
         Line("2024-01", "new", "166.666667"), Line("2024-02", "expansion", "226.666667", "60"),
         Line("2024-03", "contraction", "166.666667", "60")),
    _one("ccr-stripe-def", "first cancel contracts, second churns; return and churn again count twice",
         [item("ccr-stripe-def", "100", NEW, "2024-02-10", n="a"),
          item("ccr-stripe-def", "50", NEW, "2024-03-10", n="b"),
          item("ccr-stripe-def", "50", "2024-04-10", "2024-05-10", n="c")],
         Line("2024-01", "new", "150"), Line("2024-02", "contraction", "50", "100"),
         Line("2024-03", "churn", "0", "50"), Line("2024-04", "reactivation", "50"),
         Line("2024-05", "churn", "0", "50")),
    Case("mov-cb-02", "15 leave, 10 are lost to unpaid bills; 10 each: 150 and 100",
         {"accounts": [account(f"mov-cb-02-{n}", "mov-cb-02") for n in range(25)],
          "subscription_items": [item(f"mov-cb-02-{n}", "10", NEW, SWITCH if n < 15 else None, n="x")
                                 for n in range(25)],
          "subscription_statuses": [{"subscription_id": f"mov-cb-02-{n}/x", "status": "unpaid",
                                     "changed_at": SWITCH} for n in range(15, 25)]},
         expected=(_churn(churned_mrr=Decimal(250), voluntary_churned_account_count=15,
                          involuntary_churned_account_count=10),),
         published=("mov-cb-02",)),
)  # fmt: skip

RATES = (
    _many("gmc-cm-01 nmc-cm-01", "start 100, churn 10, contraction 10, expansion 10",
          [(1, _held("50")), (1, _held("10", SWITCH)), (1, _changed("20", "10")), (1, _changed("20", "30"))],
          _churn(opening_mrr=Decimal(100), gross_mrr_churn_rate=0.2, net_mrr_churn_rate=0.1)),
    _many("ccr-butter-std", "1,000 at the start of which 50 leave; 500 new of which 12 leave at once",
          [(950, _held("1")), (50, _held("1", SWITCH)), (488, [item("{}", "1", SWITCH)]),
           (12, [item("{}", "1", SWITCH, LATER)])],
          _churn(opening_account_count=1000, churned_account_count=50, intra_month_churn_count=12,
                 logo_churn_rate=0.05)),
    _many("qr-01", "(20,000 + 8,000) / (5,000 + 3,000)",
          [(1, [item("{}", "20000", SWITCH)]), (1, _changed("1000", "9000")), (1, _held("5000", SWITCH)),
           (1, _changed("4000", "1000"))], _mrr(quick_ratio=3.5)),
    _many("cmf-arpa-apr", "383,859,969 cents of 585 customers: 656,170.9 cents, unrounded",
          [(584, _held("6561.70")), (1, _held("6566.89"))],
          _mrr(closing_mrr=Decimal("3838599.69"), paying_account_count=585)),
    _many("cmf-arpa-cur", "670,567,114 cents of 608 customers: 1,102,906.4 cents",
          [(607, _held("11029.06")), (1, _held("11031.72"))],
          _mrr(closing_mrr=Decimal("6705671.14"), paying_account_count=608)),
    _many("ltv-n-01", "ARPA 500, margin 0.8, churn 5 %: 8,000",
          [(19, _held("500")), (1, _held("500", SWITCH))],
          Expect("lifetime_value_by_breakdown", {"month_start": MARCH},
                 {"ltv_simple": 10000.0, "ltv_margin_adjusted": 8000.0})),
)  # fmt: skip


def _score(nps: float) -> Expect:
    return Expect("nps_by_breakdown", {"period_grain": "month", "period_start": MARCH}, {"nps": nps})


NPS: tuple[Case, ...] = tuple(
    replace(crowd(name, why, *counts, _score(nps)), published=(name,))
    for name, why, counts, nps in (
        ("nps-01", "60 - 20 of 100", (60, 20, 20), 40.0),
        ("nps-02", "(100 - 60) / 250", (100, 90, 60), 16.0),
        ("nps-03", "30 - 20 of 100", (30, 50, 20), 10.0),
    )
)

CASES = PRICES + MOVEMENTS + RATES + NPS

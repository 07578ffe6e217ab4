"""Mart against oracle, row by row, the same for every company that the tests build."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from python_tests.oracles.contract import TABLES
from python_tests.oracles.marts import MARTS, expected_rows
from python_tests.oracles.movements import SUMS
from python_tests.support.built import Built, Record

Key = tuple[Any, ...]
SHOWN = 15
PERIODS = ("month_start", "date_day", "period_start", "cohort_month", "quarter_start")
LABELS = (
    *PERIODS, "period_end", "breakdown", "breakdown_value", "window_unit", "definition_name",
    "definition_version", "gross_margin", "label", "entity", "reports", "scale",
)  # fmt: skip
TOLERANCE = 1e-9  # relative, for ratios (DOUBLE); money and counts are compared exactly


def same(expected: Any, found: Any) -> bool:
    if expected is None or found is None:
        return expected is found
    if isinstance(expected, float) or isinstance(found, float):
        return math.isclose(float(expected), float(found), rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return bool(expected == found)


def index(rows: Iterable[Record], key: Iterable[str]) -> dict[Key, Record]:
    """Rows by their key columns; a key that repeats is a failure of the mart's grain."""
    names = tuple(key)
    found: dict[Key, Record] = {}
    for row in rows:
        identity = tuple(row[name] for name in names)
        assert identity not in found, f"two rows with {dict(zip(names, identity, strict=True))}"
        found[identity] = row
    return found


def _says_nothing(row: Record) -> bool:
    """No count, no amount: a value of a breakdown before its first account, say."""
    measures = (value for name, value in row.items() if name not in LABELS and not isinstance(value, bool))
    return not any(measures)


def _first_periods(key: tuple[str, ...], found: Mapping[Key, Record]) -> dict[Key, Any]:
    """Of each breakdown value (and definition) in a summary, the first period that has a row."""
    at = next((n for n, name in enumerate(key) if name in PERIODS), 0)
    first: dict[Key, Any] = {}
    for identity in found:
        series = identity[:at] + identity[at + 1 :]
        first[series] = min(first.get(series, identity[at]), identity[at])
    return first


def _is_part_of_summary(key: tuple[str, ...], identity: Key) -> bool:
    return "breakdown" in key and identity[key.index("breakdown")] != "total"


def _may_lack(key: tuple[str, ...], identity: Key, first: Mapping[Key, Any]) -> bool:
    """Whether a summary has no earlier row of the same breakdown value; `total` has no such excuse."""
    if not _is_part_of_summary(key, identity):
        return False
    at = next(n for n, name in enumerate(key) if name in PERIODS)
    series = identity[:at] + identity[at + 1 :]
    return series not in first or bool(identity[at] < first[series])


def differences(
    key: tuple[str, ...], expected: Mapping[Key, Record], found: Mapping[Key, Record]
) -> list[str]:
    """One line for every absent row, row too many, and value that is not the expected one.

    A summary may begin a breakdown value's rows late or early, with rows that say nothing; it may leave no
    gap, and no period too many in its total.
    """
    faults = []
    first = _first_periods(key, found) if "breakdown" in key else {}

    def where(identity: Key) -> str:
        return ", ".join(f"{name}={value}" for name, value in zip(key, identity, strict=True))

    in_order = sorted({*expected, *found}, key=lambda one: [(value is None, value) for value in one])
    for identity in in_order:
        if identity not in found:
            if not (_says_nothing(expected[identity]) and _may_lack(key, identity, first)):
                faults.append(f"{where(identity)}: expected a row, found none: {expected[identity]}")
        elif identity not in expected:
            if not (_is_part_of_summary(key, identity) and _says_nothing(found[identity])):
                faults.append(f"{where(identity)}: expected no row, found {found[identity]}")
        else:
            row = found[identity]
            for name, value in expected[identity].items():
                if value != row[name] and not same(value, row[name]):
                    faults.append(f"{where(identity)}: {name} expected {value!r}, found {row[name]!r}")
    return faults


def assert_mart_agrees(company: Built, name: str) -> None:
    """Every row and column that the oracle knows, and no other row."""
    mart = MARTS[name]
    faults = differences(mart.key, expected_rows(company.oracle, name), index(company.mart(name), mart.key))
    shown = "\n  ".join(faults[:SHOWN])
    assert not faults, f"{name} of {company.name}: {len(faults)} differences with the oracle\n  {shown}"


def assert_rows_are_conserved(company: Built) -> None:
    """raw = accepted + rejected in raw_reconciliation, and the three counts are the oracle's."""
    intake = company.oracle.intake
    rejected = Counter(row.table for row in intake.rejected)
    expected = {
        name: (intake.raw_counts[name], len(intake.accepted[name]), rejected[name]) for name in TABLES
    }
    found = {
        row["raw_table"]: (row["raw_row_count"], row["accepted_row_count"], row["rejected_row_count"])
        for row in company.mart("raw_reconciliation")
    }
    assert found == expected
    assert all(raw == accepted + refused for raw, accepted, refused in found.values())


def _row_key(table: str, key: str) -> str:
    """Currencies fold; marketing_spend has no key, whatever the mart shows for it."""
    return key.upper() if table == "exchange_rates" else key if TABLES[table].key else ""


def assert_rejections_agree(company: Built) -> None:
    """The same rows refused for the same reasons; counted, since one key may be refused twice."""
    intake = company.oracle.intake
    expected = Counter(
        (row.table, _row_key(row.table, "|".join(row.key)), row.reason) for row in intake.rejected
    )
    found = Counter(
        (row["raw_table"], _row_key(row["raw_table"], row["row_key"] or ""), row["reason"])
        for row in company.mart("rejected_rows")
    )
    missing, extra = expected - found, found - expected
    assert not missing and not extra, (
        f"rejected rows of {company.name}: {sum(missing.values())} expected and not found, "
        f"{sum(extra.values())} found and not expected\n"
        f"  expected only: {sorted(missing, key=str)[:20]}\n  found only:    {sorted(extra, key=str)[:20]}"
    )


def assert_every_sum_ties_out(company: Built) -> None:
    """Without the oracle: parts make the whole, openings are last closings, values add up to the total."""
    bridge = (
        "opening_mrr + new_mrr + reactivation_mrr + expansion_mrr - contraction_mrr - churned_mrr + fx_mrr"
    )
    for mart, grain in (
        ("mrr_movements", "account_id"),
        ("mrr_monthly_by_breakdown", "breakdown, breakdown_value"),
    ):
        broken = company.rows(f"select * from marts.{mart} where {bridge} <> closing_mrr")
        assert not broken, f"{mart} of {company.name}: the bridge does not close: {broken[:5]}"
        gaps = company.rows(
            "select * from (select *,"
            f" lag(closing_mrr, 1, 0) over (partition by {grain} order by month_start) as last_closing"
            f" from marts.{mart}) where opening_mrr <> last_closing"
        )
        assert not gaps, f"{mart} of {company.name}: opening is not the last closing: {gaps[:5]}"
    sums = ", ".join(f"sum({name}) as {name}" for name in (*SUMS, "paying_account_count"))
    uneven = company.rows(
        f"with sums as (select month_start, breakdown, {sums}"
        " from marts.mrr_monthly_by_breakdown group by 1, 2)"
        f" select month_start, count(distinct ({', '.join((*SUMS, 'paying_account_count'))})) as n"
        " from sums group by 1 having n > 1"
    )
    assert not uneven, f"{company.name}: the values of a breakdown do not add up to the total: {uneven[:5]}"
    for name, query in IDENTITIES.items():
        broken = company.rows(query)
        assert not broken, f"{company.name}: not so that {name}: {broken[:5]}"


# What ties the revenue marts to one another, as queries for the rows that break it.
IDENTITIES = {
    "the changes of an account up to a month's end are its MRR": """
        select months.account_id, months.month_start, months.closing_mrr, sum(changes.mrr_change) as changed
        from marts.mrr_movements as months
        left join marts.subscription_changes as changes
            on months.account_id = changes.account_id and changes.month_start <= months.month_start
        group by all
        having months.closing_mrr <> coalesce(sum(changes.mrr_change), 0)""",
    "every account with changes has movements": """
        select account_id from marts.subscription_changes
        except select account_id from marts.mrr_movements""",
    "reasons of churn add up to the churn": """
        with reasons as (
            select month_start, breakdown, breakdown_value, churn_type,
                sum(churned_account_count) as accounts, sum(churned_mrr) as mrr
            from marts.churn_reasons_monthly_by_breakdown group by all
        ), churn as (
            select month_start, breakdown, breakdown_value, 'voluntary' as churn_type,
                voluntary_churned_account_count as accounts, voluntary_churned_mrr as mrr
            from marts.churn_monthly_by_breakdown where voluntary_churned_account_count > 0
            union all
            select month_start, breakdown, breakdown_value, 'involuntary',
                involuntary_churned_account_count, involuntary_churned_mrr
            from marts.churn_monthly_by_breakdown where involuntary_churned_account_count > 0
        )
        (from reasons except from churn) union all (from churn except from reasons)""",
    "the chosen policy reports what the marts report": """
        select months.month_start, months.closing_mrr, compared.mrr
        from marts.mrr_policy_comparison as compared
        left join marts.mrr_monthly_by_breakdown as months
            on compared.month_start = months.month_start and months.breakdown = 'total'
        where compared.is_chosen
            and (compared.mrr, compared.new_mrr, compared.churned_mrr, compared.expansion_mrr)
            is distinct from (months.closing_mrr, months.new_mrr, months.churned_mrr, months.expansion_mrr)
            and compared.mrr <> 0""",
    "every policy's bridge closes": """
        select * from (
            select *, lag(mrr, 1, 0) over (partition by policy_name order by month_start) as last_mrr
            from marts.mrr_policy_comparison
        )
        where last_mrr + new_mrr + reactivation_mrr + expansion_mrr - contraction_mrr - churned_mrr
            + fx_mrr <> mrr or last_mrr <> opening_mrr""",
    "what is committed is part of MRR, what is due part of the opening": """
        select * from marts.mrr_movements
        where committed_mrr > closing_mrr or renewal_due_mrr > opening_mrr""",
}

"""Published examples that need a company: lifetime value and churn under a policy."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from python_tests.cases.published_by_policy import UNDER_POLICY
from python_tests.oracles.company import Company
from python_tests.oracles.month_sums import MonthSums
from python_tests.oracles.policies import Policy
from python_tests.support.built import Built
from python_tests.support.published_examples import Example


@pytest.mark.parametrize("key", ["ltv-cm-02", "ltv-stripe-zero"])
def test_lifetime_value_without_churn(key: str, examples: dict[str, Example], cases_oracle: Company) -> None:
    """The policy gives the published number where our default gives none."""
    policy, _ = UNDER_POLICY[key]
    [arpa] = (examples[key]["inputs"][name] for name in ("arpa", "arps") if name in examples[key]["inputs"])
    for name, expected in ((policy, examples[key]["expected"]["ltv"]), ("default", None)):
        sums = MonthSums(
            closing_mrr=Decimal(arpa), paying_account_count=1, logo_churn_base_count=1,
            policy=cases_oracle.policies[name],
        )  # fmt: skip
        simple = sums.values["ltv_simple"]
        found = None if simple is None else float(simple)
        assert found == pytest.approx(expected, abs=0.01)


def _butter(policy: Policy) -> str:
    """Churn in March of the published example's customers, whether anything changed for them then or not."""
    churned = "count(*) filter (where moved and movement_type = 'churn')"
    inside = "coalesce(sum(intra_month_churn_count) filter (where moved), 0)"
    opened = "count(*) filter (where case when moved then opening_mrr else closing_mrr end > 0)"
    new = "count(*) filter (where first_paid_month = date '2024-03-01')"
    numerator = churned + (f" + {inside}" if policy.intra_month_churn == "included" else "")
    denominator = opened + (f" + {new}" if policy.churn_base == "opening_plus_new" else "")
    return f"""
        with held as (
            select movements.*, movements.month_start = date '2024-03-01' as moved
            from marts.mrr_movements_by_policy as movements
            inner join marts.accounts using (account_id)
            where accounts.segment = 'ccr-butter-std' and movements.policy_name = '{policy.name}'
                and movements.month_start <= date '2024-03-01'
                and coalesce(movements.next_month_start > date '2024-03-01', true)
        )
        select ({numerator}) / ({denominator}) as rate from held"""


@pytest.mark.parametrize("key", ["ccr-butter-basic", "ccr-butter-stripe"])
def test_churn_under_policy(key: str, examples: dict[str, Example], cases: Built) -> None:
    """The customers of the case ccr-butter-std as the policy counts them, by the oracle and by the models."""
    policy, _ = UNDER_POLICY[key]
    expected = pytest.approx(examples[key]["expected"]["rate"], abs=examples[key]["tolerance"])
    sums = MonthSums()
    for one in cases.oracle.movements_by_policy[policy]:
        segment = cases.oracle.attributes[one.account_id]["segment"]
        if segment == "ccr-butter-std" and one.month_start == date(2024, 3, 1):
            sums.add(one)
    assert sums.values["logo_churn_rate"] == expected
    assert cases.rows(_butter(cases.oracle.policies[policy])) == [{"rate": expected}]

"""Revenue policies: the rules that a company may choose, each a row of reference data."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from python_tests.oracles.settings import Settings

FILE = "revenue_policies.csv"
SHIPPED = Path(__file__).parents[2] / "seeds" / "reference"
# Rules that decide what an account pays on a day, and the column of mrr_policy_comparison that shows each.
EFFECTS = {
    "trials": "trials_effect",
    "free_months": "free_months_effect",
    "past_due_grace_days": "past_due_effect",
    "pauses": "pauses_effect",
    "discounts": "discounts_effect",
    "usage": "usage_effect",
    "churn_date": "churn_date_effect",
    "weeks_per_month": "weeks_effect",
    "days_per_month": "days_effect",
    "renewal_tolerance_days": "renewal_tolerance_effect",
}
SUBTRACTED = {
    "none": (),
    "forever": ("forever",),
    "recurring": ("forever", "repeating"),
    "all": ("forever", "repeating", "once"),
}


@dataclass(frozen=True)
class Policy:
    """One row of revenue_policies.csv. No days of grace: past due counts as long as it lasts."""

    name: str = "default"
    label: str = "North Star default"
    trials: str = "excluded"
    free_months: str = "included"
    past_due_grace_days: int | None = 30
    pauses: str = "excluded"
    discounts: str = "recurring"
    usage: str = "excluded"
    churn_date: str = "period_end"
    weeks_per_month: Fraction = Fraction(52, 12)
    days_per_month: Fraction = Fraction(365, 12)
    renewal_tolerance_days: int = 1
    reactivation_window_days: int | None = None
    intra_month_churn: str = "excluded"
    churn_base: str = "opening"
    zero_churn_ltv: str = "none"
    net_churn_reactivation: str = "excluded"
    quick_ratio_reactivation: str = "included"

    @property
    def daily_rules(self) -> tuple[object, ...]:
        """Policies that agree in these agree on every day's MRR."""
        return tuple(getattr(self, rule) for rule in EFFECTS)

    @property
    def subtracted(self) -> tuple[str, ...]:
        """Durations of the discounts that lower the price."""
        return SUBTRACTED[self.discounts]

    def per_month(self, interval: str) -> Fraction:
        """How many billing intervals a month has."""
        if interval == "day":
            return self.days_per_month
        if interval == "week":
            return self.weeks_per_month
        return {"month": Fraction(1), "quarter": Fraction(1, 3), "year": Fraction(1, 12)}[interval]

    def with_rule_of(self, other: Policy, rule: str) -> Policy:
        """This policy but for one rule."""
        return replace(self, **{rule: getattr(other, rule)})


def _days(text: str) -> int | None:
    return int(text) if text else None


def read_policies(reference: Path, settings: Settings) -> dict[str, Policy]:
    """The company's policies, or the project's; the setting for days of grace overrides the chosen one's."""
    own = reference / FILE
    with (own if own.exists() else SHIPPED / FILE).open(encoding="utf-8", newline="") as lines:
        rows = [{name: text.strip() for name, text in row.items()} for row in csv.DictReader(lines)]
    policies = {
        row["policy_name"]: Policy(
            row["policy_name"],
            row["label"],
            row["trials"],
            row["free_months"],
            _days(row["past_due_grace_days"]),
            row["pauses"],
            row["discounts"],
            row["usage"],
            row["churn_date"],
            Fraction(row["weeks_per_month"]),
            Fraction(row["days_per_month"]),
            int(row["renewal_tolerance_days"]),
            _days(row["reactivation_window_days"]),
            row["intra_month_churn"],
            row["churn_base"],
            row["zero_churn_ltv"],
            row["net_churn_reactivation"],
            row["quick_ratio_reactivation"],
        )
        for row in rows
    }
    if settings.past_due_grace_days is not None:
        chosen = policies[settings.revenue_policy]
        policies[chosen.name] = replace(chosen, past_due_grace_days=settings.past_due_grace_days)
    return policies

"""Retention, survival and unit economics: how MetricFlow is asked for them, and what the oracle says."""

from __future__ import annotations

from typing import Any

from python_tests.oracles.company import Company
from python_tests.oracles.marts import expected_rows
from python_tests.oracles.retention import HORIZONS

Rows = dict[tuple[Any, ...], dict[str, Any]]
INPUTS = (
    "base_account_count", "retained_account_count", "base_mrr", "retained_mrr", "kept_mrr",
    "constant_currency_base_mrr", "constant_currency_retained_mrr", "constant_currency_kept_mrr",
)  # fmt: skip
RATES = ("nrr", "grr", "logo_retention_rate", "constant_currency_nrr", "constant_currency_grr")
RATE_METRICS = (
    *(f"{rate}_{horizon}m" for rate in RATES[:3] for horizon in HORIZONS),
    *(f"{rate}_12m" for rate in RATES[3:]),
)


def retention_rates(company: Company) -> Rows:
    """Each horizon's rates side by side, as metrics have them."""
    rows: Rows = {}
    for (month, horizon, *cell), row in expected_rows(
        company, "revenue_retention_monthly_by_breakdown"
    ).items():
        found = rows.setdefault((month, *cell), dict.fromkeys(RATE_METRICS))
        found.update({f"{rate}_{horizon}m": row[rate] for rate in RATES})
    return rows


def retention_inputs(company: Company) -> Rows:
    """What the rates are made of: by horizon, and added up over all of them, senseless as that is."""
    rows: Rows = {}
    for (month, horizon, *cell), row in expected_rows(
        company, "revenue_retention_monthly_by_breakdown"
    ).items():
        if cell == ["total", "all"]:
            rows[month, "horizon", horizon] = {name: row[name] for name in INPUTS}
            whole = rows.setdefault((month, *cell), dict.fromkeys(INPUTS, 0))
            whole.update({name: whole[name] + row[name] for name in INPUTS})
    return rows

"""catalog.json: what a person or an agent has to know to use a metric correctly."""

from __future__ import annotations

import re
from typing import Any

from north_star.catalogue.records import Catalogue, Metric

HOW_TO_USE = (
    "Find the metric by name, label or synonym; no synonym stands for two. A term of `ambiguous_terms` stands"
    " for several: ask which one is meant, or say which one you took. Do not build a number of your own from"
    " other tables while a metric says it.",
    "Ask marts.metric_values: one row per metric, period and breakdown value. Always filter metric_name and"
    " breakdown ('total' for the whole company), and is_complete unless a period that is not over is wanted.",
    "Never add up or average rows of metric_values unless the metric's `add_up` allows it. A ratio over"
    " several rows is sum(numerator) / sum(denominator).",
    "Null is not zero: `null_when` says what it means. Say so instead of filling it.",
    "Over a period longer than its `grain`, `over_time` says what the metric is: `sum`, the `first` or `last`"
    " period's value, computed anew from its `rows` or from its `parts`, or `none` (not known). MetricFlow"
    " obeys it.",
    "For a dimension that has no breakdown, ask MetricFlow by `group_by`. It does not know is_complete: its"
    " last period may not be over.",
    "Say the unit, the period and the caveats with the number. `hypothesised_outcomes` and"
    " `hypothesised_influencers` are beliefs that marts.driver_verdicts tests: they say what may go along"
    " with what, never that one causes the other.",
)
# Words that people use for several metrics: to be clarified, not guessed.
AMBIGUOUS = {
    "churn": ("logo_churn_rate", "gross_mrr_churn_rate", "net_mrr_churn_rate", "user_usage_churn_rate"),
    "retention": ("logo_retention_rate_12m", "grr_12m", "nrr_12m", "user_usage_retention_day_30"),
    "LTV": ("ltv_simple", "ltv_margin_adjusted", "ltv_survival"),
    "revenue": ("mrr", "arr", "recognized_revenue"),
    "growth": ("net_new_mrr", "arr_growth_rate"),
    "active users": ("dau", "wau", "mau", "active_user_count"),
    "conversion": ("sign_up_to_paid_rate", "trial_to_paid_rate", "activation_rate"),
    "satisfaction": ("nps", "csat", "ces"),
}
UNITS = {
    "currency": "money in the reporting currency",
    "share": "share, as a fraction (0.041 is 4.1 %)",
    "ratio": "ratio, a plain number",
}


def document(catalogue: Catalogue) -> dict[str, Any]:
    """The whole file."""
    return {
        "$schema": "catalog.schema.json",
        "how_to_use": list(HOW_TO_USE),
        "ambiguous_terms": {term: list(metrics) for term, metrics in AMBIGUOUS.items()},
        "metrics": [entry(metric) for metric in catalogue.metrics],
    }


def entry(metric: Metric) -> dict[str, Any]:
    """One metric."""
    meta = metric.meta
    return {
        "name": metric.name,
        "label": metric.label,
        "synonyms": metric.synonyms,
        "description": metric.description,
        "formula": metric.formula_in_words,
        "type": metric.type,
        "unit": meta["unit"],
        "unit_in_words": UNITS.get(meta["unit"], meta["unit"]),
        "direction": meta["direction"],
        "tier": metric.tier,
        "owner": meta["owner"],
        "version": metric.version,
        "effective_from": metric.effective_from,
        "deprecated_after": metric.deprecated_after,
        "successor": metric.successor,
        "reviewed_on": meta["reviewed_on"],
        "grain": metric.grain,
        "time_column": f"{metric.formula.dataset}.{metric.formula.time}",
        "headline": {"table": f"marts.{metric.headline}", "column": metric.name} if metric.headline else None,
        "published_in": {"table": f"marts.{meta['mart']}", "column": meta["column"]},
        "in_metric_values": bool(metric.breakdowns),
        "breakdowns": list(metric.breakdowns),
        "group_by": list(metric.group_by),
        "over_time": metric.over_time,
        "add_up": metric.add_up,
        "null_when": null_when(metric),
        "caveats": caveats(metric),
        "related": {
            "inputs": list(metric.inputs),
            "made_of": list(metric.made_of),
            "part_of": list(metric.part_of),
            "hypothesised_outcomes": list(metric.outcomes),
            "hypothesised_influencers": list(metric.influencers),
        },
        "questions": questions(metric),
    }


def null_when(metric: Metric) -> str:
    """When the metric is null."""
    sentences = re.split(r"(?<=[.;:]) ", metric.description)
    said = " ".join(one for one in sentences if re.search(r"\bnull\b", one, re.IGNORECASE))
    if said:
        return said
    if metric.type == "ratio":
        return f"Null where {metric.inputs[1]} is 0 or missing."
    if metric.type == "derived":
        return f"Null where one of {', '.join(metric.inputs)} is missing, or it would be divided by 0."
    return "A period without rows has no row, or 0. Null only where a source that it needs is missing."


def caveats(metric: Metric) -> list[str]:
    """Common mistakes."""
    said = []
    if metric.deprecated_after:
        said.append(f"Served until {metric.deprecated_after}; after that ask {metric.successor}.")
    if metric.tier == "vanity":
        said.append("A vanity metric: shown for comparison, not to steer by.")
    if metric.tier == "guardrail":
        said.append("A guardrail: it must not get worse while others improve; not a goal.")
    if metric.over_time in ("first", "last", "none"):
        said.append(metric.over_time_in_words)
    if metric.type == "ratio":
        said.append("Divide sums; do not average it over periods or values.")
    if metric.meta["unit"] == "currency":
        said.append("In the reporting currency, whatever currency customers pay in.")
    if not metric.breakdowns:
        said.append("Not in metric_values: it makes sense only grouped, as its label says.")
    elif metric.breakdowns == ("total",):
        said.append("Known in total only.")
    return said


def questions(metric: Metric) -> list[dict[str, str]]:
    """Questions that the metric answers, with SQL and a MetricFlow query for each."""
    time = f"metric_time__{metric.grain}"
    ask = f"mf query --metrics {metric.name} --group-by {time}"
    if not metric.breakdowns:
        rows = f"select * from marts.{metric.formula.dataset} order by {metric.formula.time} desc limit 10"
        [first, *_] = metric.group_by
        return [
            {
                "question": f"What is behind {metric.label}?",
                "sql": rows,
                "metricflow": f"{ask},{first} --order -{time}",
            }
        ]
    where = f"from marts.metric_values where metric_name = '{metric.name}'"
    asked = [
        {
            "question": f"What was {metric.label} in the last complete {metric.grain}?",
            "sql": f"select period_start, value {where} and breakdown = 'total' and is_complete"
            " order by period_start desc limit 1",
            "metricflow": f"{ask} --order -{time} --limit 1",
        },
        {
            "question": f"How has {metric.label} changed from {metric.grain} to {metric.grain}?",
            "sql": f"select period_start, value, change, change_rate {where} and breakdown = 'total'"
            " and is_complete order by period_start",
            "metricflow": f"{ask} --order {time}",
        },
    ]
    by = next((one for one in ("segment", "plan", "acquisition_channel") if one in metric.breakdowns), None)
    dimension = (
        next((one for one in metric.group_by if one.split("__")[1].startswith(by)), None) if by else None
    )
    if by and dimension:
        asked.append(
            {
                "question": f"What was {metric.label} by {by.replace('_', ' ')}?",
                "sql": f"select period_start, breakdown_value, value {where} and breakdown = '{by}'"
                " and is_complete order by period_start desc, breakdown_value",
                "metricflow": f"{ask},{dimension} --order -{time}",
            }
        )
    if metric.made_of:
        asked.append(
            {
                "question": f"Why did {metric.label} move?",
                "sql": "select period_start, label, contribution, contribution_share from marts.metric_tree"
                f" where parent_metric = '{metric.name}' and breakdown = 'total' and is_complete"
                " order by period_start desc, position",
                "metricflow": f"{ask.replace(metric.name, ','.join((metric.name, *metric.made_of)))}"
                f" --order -{time}",
            }
        )
    return asked

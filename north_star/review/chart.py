"""A picture of old against new: one small chart for each of the metrics that moved most."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import vl_convert

from north_star.review.report import MetricChange, Report

MOST_CHARTS = 6
MOST_PERIODS = 36
COLUMNS = 2
SCALE = 2
OLD, NEW, LINES, WORDS = "#9aa5b1", "#0b6bcb", "#ccd2d9", "#52606d"


def shown(report: Report) -> list[MetricChange]:
    """Metrics that moved and have numbers on both sides."""
    moved = [one for one in report.metrics if one.numbers and one.numbers.moved and one.numbers.newest]
    return moved[:MOST_CHARTS]


def write_chart(report: Report, path: Path) -> bool:
    """Write the picture and return True, or False if nothing moved."""
    metrics = shown(report)
    if metrics:
        path.write_bytes(vl_convert.vegalite_to_png(json.dumps(specification(metrics)), scale=SCALE))
    return bool(metrics)


def specification(metrics: list[MetricChange]) -> dict[str, Any]:
    """Vega-Lite: before dashed and grey, after in colour."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "white",
        "padding": 12,
        "columns": COLUMNS,
        "concat": [one_chart(metric) for metric in metrics],
        "config": {
            "font": "sans-serif",
            "axis": {"grid": False, "domainColor": LINES, "tickColor": LINES, "labelColor": WORDS},
            "axisY": {"grid": True, "gridColor": "#eef1f4", "domain": False, "ticks": False},
            "view": {"stroke": None},
        },
    }


def one_chart(metric: MetricChange) -> dict[str, Any]:
    assert metric.numbers is not None
    rows = [
        {"period": point.period_start.isoformat(), "side": side, "value": value}
        for point in metric.numbers.periods[-MOST_PERIODS:]
        for side, value in (("before", point.old), ("after", point.new))
    ]
    sides = ["before", "after"]
    return {
        "width": 360,
        "height": 170,
        "title": {
            "text": metric.label,
            "subtitle": f"{metric.name}, by {metric.numbers.grain}",
            "anchor": "start",
            "fontSize": 13,
            "subtitleColor": WORDS,
        },
        "data": {"values": rows},
        "mark": {"type": "line", "strokeWidth": 2, "point": {"size": 12}},
        "encoding": {
            "x": {
                "field": "period",
                "type": "temporal",
                "title": None,
                "axis": {"format": "%b %y", "tickCount": 6},
            },
            "y": {
                "field": "value",
                "type": "quantitative",
                "title": None,
                "scale": {"zero": False, "nice": True},
                "axis": {"tickCount": 4, "format": ".1~%" if metric.unit == "share" else "~s"},
            },
            "color": {
                "field": "side",
                "scale": {"domain": sides, "range": [OLD, NEW]},
                "legend": {"title": None, "orient": "bottom", "symbolType": "stroke"},
            },
            "strokeDash": {
                "field": "side",
                "scale": {"domain": sides, "range": [[5, 4], [1, 0]]},
                "legend": None,
            },
        },
    }

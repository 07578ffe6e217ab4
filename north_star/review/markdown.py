"""The report as a comment on a pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from north_star.governance.case import CHANGELOG
from north_star.governance.registry import REGISTRY
from north_star.review.numbers import Numbers, Point
from north_star.review.report import IN_ORDER, NO_CHANGE, RULE_BROKEN, MetricChange, Report

# GitHub refuses comments of more than 65,536 characters.
LONGEST = 60_000
MOST_ROWS = 40
MOST_DETAILS = 10
MOST_PERIODS = 12
MOST_WORDS = 12
MOST_NAMES = 8
MINUS = "\N{MINUS SIGN}"
CHANGED = "definition-changed"
VERSIONS = 'uv run python -m north_star versions --effective-from YYYY-MM-DD --reason "..."'
SIGNS = {NO_CHANGE: "No metric changes", IN_ORDER: "In order", RULE_BROKEN: "A rule is broken"}
KINDS = {
    "metrics": "metrics made of it", "tree": "metric tree", "goals": "goals", "alerts": "alerts",
    "benchmarks": "benchmarks", "hypotheses": "hypotheses", "saved_queries": "saved queries",
    "exposures": "exposures", "boards": "boards",
}  # fmt: skip
STATUS = {"moved": "moved without a change", "worded": "words only"}


def markdown(report: Report, currency: str, image: str | None) -> str:
    """All sections that are not empty; anything too long for a comment is in the JSON only."""
    parts = [
        head(report), broken(report), table(report, currency), picture(image), words(report),
        details(report, currency), dimensions(report), readers(report), sql(report), cosmetic(report),
    ]  # fmt: skip
    text = ""
    for part in filter(None, parts):
        if len(text) + len(part) > LONGEST:
            text += "\n*The rest is too long for a comment; it is in review.json.*\n"
            break
        text += part + "\n"
    return text


def head(report: Report) -> str:
    told = {
        "changed": "with another meaning", "added": "added", "removed": "removed", "renamed": "renamed",
        "moved": "moved without a change of definition", "worded": "changed in words only",
    }  # fmt: skip
    counts = Counter(one.status for one in report.metrics)
    summary = ", ".join(f"{counts[status]} {words}" for status, words in told.items() if counts[status])
    metrics = [one for one in report.metrics if one.status != "worded"]
    restated = sum(bool(one.numbers and one.numbers.restated) for one in metrics if one.status != "added")
    facts = [f"**Metrics:** {summary or 'none differ'}."]
    if metrics:
        facts.append(f"**Closed periods restated:** {f'in {restated} of them' if restated else 'none'}.")
    if report.owners:
        asked = ", ".join(f"{owner} ({len(names)})" for owner, names in report.owners.items())
        facts.append(f"**To ask:** {asked}; in brackets how many of the metrics concern them.")
    sides = f"{report.base} → {report.head}, both built on {report.data.name}, as of {report.data.as_of}."
    return f"## Metric review: {SIGNS[report.verdict]}\n\n{sides}\n\n" + "  \n".join(facts) + "\n"


def broken(report: Report) -> str:
    """How to fix broken rules; metrics that need a new version are grouped, since one command adds all."""
    if not report.broken:
        return ""
    unversioned = [one.subject for one in report.broken if one.rule == CHANGED]
    rows = [
        f"- **{one.rule}**: `{one.subject}` {one.words}\n  - write: {code(one.write)}"
        for one in report.broken
        if one.rule != CHANGED
    ]
    if unversioned:
        rows.insert(
            0,
            f"- **{CHANGED}**: {some(unversioned)}: no version for what they mean now\n  - write: the line of"
            f" {CHANGELOG} that this prints, after it has written the rows of {REGISTRY}: {code(VERSIONS)}",
        )
    return "### To put right\n\n" + limited(rows, MOST_ROWS) + "\n"


def table(report: Report, currency: str) -> str:
    metrics = [one for one in report.metrics if one.status != "worded"]
    if not metrics:
        return ""
    lines = [
        "### Numbers", "",
        "| metric | change | version | newest closed | before | after | difference | periods restated |",
        "| --- | --- | --- | --- | ---: | ---: | ---: | --- |",
    ]  # fmt: skip
    for one in metrics[:MOST_ROWS]:
        cells = [f"`{one.name}`", STATUS.get(one.status, one.status), version(one)]
        lines.append("| " + " | ".join([*cells, *number_cells(one, currency)]) + " |")
    if len(metrics) > MOST_ROWS:
        lines.append(f"\n*... and {len(metrics) - MOST_ROWS} more, in review.json.*")
    return "\n".join(lines) + "\n"


def version(one: MetricChange) -> str:
    numbers = [str(v.metric_version) if v else "none" for v in (one.before, one.after)]
    if one.before == one.after:
        return numbers[0]
    since = f", from {one.after.effective_from} ({one.kind})" if one.after else ""
    return f"{numbers[0]} → {numbers[1]}{since}"


def number_cells(one: MetricChange, currency: str) -> list[str]:
    numbers = one.numbers
    if numbers is None or numbers.newest is None:
        return ["none", "", "", "", ""]
    newest = numbers.newest
    return [
        newest.period_start.isoformat(),
        shown(newest.old, one.unit, currency),
        shown(newest.new, one.unit, currency),
        difference(newest, one.unit, currency),
        restated(one, numbers, currency),
    ]


def restated(one: MetricChange, numbers: Numbers, currency: str) -> str:
    largest = numbers.largest
    if one.status in ("added", "removed"):
        return ""
    if largest is None:
        moved = f"; {numbers.moved} numbers of segments moved" if numbers.moved else ""
        return f"none of {len(numbers.periods)}{moved}"
    return (
        f"{len(numbers.restated)} of {len(numbers.periods)}, most {largest.period_start}:"
        f" {difference(largest, one.unit, currency)}"
    )


def picture(image: str | None) -> str:
    return f"![Before and after, the metrics that moved most]({image})\n" if image else ""


def words(report: Report) -> str:
    """Metrics with the same changes are grouped, since one edit often changes many."""
    together: dict[tuple[str, ...], list[str]] = {}
    for one in report.metrics:
        if one.status != "worded":
            together.setdefault(one.words, []).append(one.name)
    rows = []
    for told, names in together.items():
        rows.append(f"- {some(names)}")
        rows += [f"  - {escaped(one)}" for one in told[:MOST_WORDS]]
        if len(told) > MOST_WORDS:
            rows.append(f"  - ... and {len(told) - MOST_WORDS} more, in review.json")
    return "### In words\n\n" + "\n".join(rows) + "\n" if rows else ""


def details(report: Report, currency: str) -> str:
    metrics = [one for one in report.metrics if one.numbers and one.numbers.moved][:MOST_DETAILS]
    if not metrics:
        return ""
    return "### By period and segment\n\n" + "\n".join(detail(one, currency) for one in metrics)


def detail(one: MetricChange, currency: str) -> str:
    assert one.numbers is not None
    columns = ["before", "after", "difference"]
    lines = [f"<details><summary><code>{one.name}</code> {one.label}</summary>", ""]

    def rows(points: Iterable[Point], name: Callable[[Point], str]) -> list[str]:
        return [
            f"| {name(point)} | {shown(point.old, one.unit, currency)} |"
            f" {shown(point.new, one.unit, currency)} | {difference(point, one.unit, currency)} |"
            for point in points
        ]

    last = list(one.numbers.periods[-MOST_PERIODS:])[::-1]
    lines += [f"| {one.numbers.grain} | {' | '.join(columns)} |", "| --- | ---: | ---: | ---: |"]
    lines += rows(last, lambda point: point.period_start.isoformat())
    if one.numbers.segments:
        period = one.numbers.segments[0].period_start
        lines += [
            "",
            f"| {period}, biggest movers first | {' | '.join(columns)} |",
            "| --- | ---: | ---: | ---: |",
        ]
        lines += rows(
            one.numbers.segments, lambda point: f"{point.breakdown}: {escaped(point.breakdown_value)}"
        )
    return "\n".join([*lines, "", "</details>", ""])


def dimensions(report: Report) -> str:
    rows = [f"- {escaped(one)}" for one in report.dimensions]
    return "### What can be grouped by\n\n" + limited(rows, MOST_ROWS) + "\n" if rows else ""


def readers(report: Report) -> str:
    """Everything that reads a changed metric, and which of them it reads."""
    found: dict[str, dict[str, list[str]]] = {}
    for metric in report.metrics:
        if metric.status != "worded":
            for kind, names in metric.downstream.parts.items():
                for name in names:
                    found.setdefault(kind, {}).setdefault(name, []).append(metric.name)
    lines = [f"| {KINDS[kind]} | {some(list(named))} |" for kind, named in found.items()]
    return (
        "\n".join(["### Who reads it", "", "| what | which |", "| --- | --- |", *lines, ""]) if lines else ""
    )


def sql(report: Report) -> str:
    parts = [
        f"<details><summary>{model}</summary>\n\n```diff\n{diff}\n```\n\n</details>\n"
        for model, diff in report.sql.items()
    ]
    return "### SQL\n\n" + "\n".join(parts) if parts else ""


def cosmetic(report: Report) -> str:
    rows = [
        f"- `{one.name}`: {'; '.join(escaped(word) for word in one.words)}"
        for one in report.metrics
        if one.status == "worded"
    ]
    return "### Words only\n\n" + limited(rows, MOST_ROWS) + "\n" if rows else ""


def shown(value: float | None, unit: str, currency: str) -> str:
    """A number as people write it: 4.1 %, 298,412 USD, 3.25."""
    if value is None:
        return "no value"
    if unit == "share":
        return f"{100 * value:,.2f} %"
    digits = 0 if value == round(value) or abs(value) >= 10_000 else 2
    return f"{value:,.{digits}f}" + (f" {currency}" if unit == "currency" else "")


def difference(point: Point, unit: str, currency: str) -> str:
    if point.change is None:
        return "no value before" if point.old is None and point.new is not None else (
            "no longer has a value" if point.new is None and point.old is not None else ""
        )  # fmt: skip
    if point.change == 0:
        return "0"
    sign = "+" if point.change > 0 else MINUS
    if unit == "share":
        return f"{sign}{abs(100 * point.change):,.2f} points"
    rate = f" ({sign}{abs(point.change_rate):.1%})" if point.change_rate else ""
    return f"{sign}{shown(abs(point.change), unit, currency)}{rate}"


def some(names: list[str]) -> str:
    told = ", ".join(f"`{one}`" for one in names[:MOST_NAMES])
    return told + (f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else "")


def limited(rows: list[str], most: int) -> str:
    rest = [f"- ... and {len(rows) - most} more, in review.json"] if len(rows) > most else []
    return "\n".join([*rows[:most], *rest])


def code(text: str) -> str:
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def escaped(text: Any) -> str:
    """Text from data or SQL, escaped so that it ends no cell and opens no tag."""
    return str(text).replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*").replace("\n", " ")

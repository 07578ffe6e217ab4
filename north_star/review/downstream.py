"""Who reads a metric: derived metrics, reference files, queries, exposures and boards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from dbt_charts.cli.filesystem_project import FilesystemProject
from dbt_charts.core.column_refs import extract_base_column_refs
from dbt_charts.core.compile.compiler import compile_file

from north_star.governance.case import Case
from north_star.governance.semantic import input_metrics

BOARDS = Path("charts")
# Reference files that name metrics: what a row is, the columns that name one, and what a row is called.
NAMED_IN = {
    "metric_tree_children": ("tree", ("parent_metric", "child_metric"), "{parent_metric} <- {child_metric}"),
    "metric_goals": ("goals", ("metric_name",), "{goal_name}"),
    "metric_alert_rules": ("alerts", ("metric_name",), "rule of {metric_name} by {period_grain}"),
    "metric_alert_mutes": ("alerts", ("metric_name",), "{kind} from {period_start}"),
    "metric_benchmark_bands": ("benchmarks", ("metric_name",), "{benchmark_name}"),
    "metric_influencers": (
        "hypotheses", ("outcome_metric", "influencer_metric"), "{influencer_metric} -> {outcome_metric}",
    ),
}  # fmt: skip
PEOPLE = ("team", "owner", "who")


@dataclass(frozen=True)
class Downstream:
    """What reads the metric, by kind, and whom to ask."""

    parts: dict[str, list[str]]
    owners: list[str]

    def record(self) -> dict[str, Any]:
        return {**self.parts, "owners": self.owners}


@dataclass
class Readers:
    """Everything in one state that names or reads a metric."""

    case: Case

    @cached_property
    def manifest(self) -> dict[str, Any]:
        return self.case.state.manifest

    @cached_property
    def made_of(self) -> dict[str, set[str]]:
        return {
            name: {one["name"] for one in input_metrics(metric).values()}
            for name, metric in self.case.state.metrics.items()
        }

    def of(self, metric: str, grain: str) -> Downstream:
        """`grain` is that of its periods: rules of all metrics (`*`) watch those of one grain."""
        parts: dict[str, list[str]] = {}
        people = [self.case.owner(metric)]
        metrics = self.derived(metric)
        people += [self.case.owner(one) for one in metrics]
        parts["metrics"] = metrics
        for seed, (kind, columns, name) in NAMED_IN.items():
            rows = [
                row
                for row in self.rows(seed)
                if any(row[column].strip() == metric for column in columns)
                or (row[columns[0]] == "*" and row.get("period_grain") == grain)
            ]
            parts.setdefault(kind, []).extend(name.format(**row) for row in rows)
            people += [row[one] for row in rows for one in PEOPLE if one in row]
        parts["saved_queries"] = sorted(
            one["name"]
            for one in self.manifest["saved_queries"].values()
            if metric in one["query_params"]["metrics"]
        )
        places = self.published(metric)
        reading = {f"metric.north_star.{metric}", *(f"model.north_star.{mart}" for mart, _ in places)}
        exposures = [
            one for one in self.manifest["exposures"].values() if reading & set(one["depends_on"]["nodes"])
        ]
        parts["exposures"] = sorted(one["name"] for one in exposures)
        people += [one["owner"].get("name") or one["owner"].get("email") or "" for one in exposures]
        boards = [self.columns_of_boards.get(place, set()) for place in places]
        parts["boards"] = sorted(self.naming(metric).union(*boards))
        return Downstream(
            {kind: found for kind, found in parts.items() if found}, sorted({one for one in people if one})
        )

    def derived(self, metric: str) -> list[str]:
        """Metrics derived from it, directly or not."""
        found: set[str] = set()
        waiting = [metric]
        while waiting:
            wanted = waiting.pop()
            new = {name for name, inputs in self.made_of.items() if wanted in inputs} - found
            found |= new
            waiting += new
        return sorted(found)

    def rows(self, seed: str) -> Iterable[dict[str, str]]:
        return self.case.state.seed(seed)[1] if seed in self.case.state.seed_nodes else ()

    def published(self, metric: str) -> list[tuple[str, str]]:
        """Mart and column by breakdown, and in the headline."""
        meta = self.case.state.metrics[metric]["config"]["meta"]
        return [
            (str(meta.get("mart") or ""), str(meta.get("column") or "")),
            *((mart, metric) for mart, columns in self.headlines.items() if metric in columns),
        ]

    @cached_property
    def headlines(self) -> dict[str, set[str]]:
        """Columns of the marts with one row a period."""
        return {
            node["name"]: set(node["columns"])
            for node in self.manifest["nodes"].values()
            if node["resource_type"] == "model" and "headline" in node["tags"]
        }

    @cached_property
    def columns_of_boards(self) -> dict[tuple[str, str], set[str]]:
        """By table and column, the boards whose SQL reads it: `dct impact` for all columns at once."""
        found: dict[tuple[str, str], set[str]] = {}
        for board in FilesystemProject(self.case.state.root).iter_boards():
            if board.is_meta:
                continue
            compiled = compile_file(board.read_board())
            for refs in extract_base_column_refs(compiled).values() if compiled.success else ():
                for table, column in refs.columns:
                    key = table.lower().rpartition(".")[2], column.lower()
                    found.setdefault(key, set()).add(Path(board.relpath).stem)
        return found

    @cached_property
    def texts(self) -> dict[str, str]:
        folder = self.case.state.root / BOARDS
        return {one.stem: one.read_text(encoding="utf-8") for one in sorted(folder.glob("*.yml"))}

    def naming(self, metric: str) -> set[str]:
        """Boards that select it by name from the long table."""
        return {name for name, text in self.texts.items() if f"'{metric}'" in text}

"""What the catalogue knows about a metric and the tables behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

PERIODS = "periods"  # the count of periods that an aggregate covers; no metric
OVER_TIME = {
    "sum": "Over a longer period it is the sum.",
    "first": "Over a longer period it is that of the first {grain}.",
    "last": "Over a longer period it is that of the last {grain}, not a sum.",
    "rows": "Over a longer period it is computed anew from all of its rows.",
    "parts": "Over a longer period it is computed from its parts over that period.",
    "none": "Over more than one {grain} it is not known: MetricFlow gives null.",
}
TIERS = ("north_star", "outcome", "influencer", "guardrail", "vanity")


@dataclass(frozen=True)
class Column:
    """A column of a mart."""

    name: str
    data_type: str
    description: str


@dataclass(frozen=True)
class Dataset:
    """A mart as a table that metrics are measured on."""

    name: str
    schema: str
    description: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]  # columns, or SQL where a column of the key may be null
    dimensions: frozenset[str]  # columns to group by
    times: frozenset[str]  # those of them that are dates
    keys: tuple[tuple[str, str, str], ...]  # column here, dataset, its column

    @property
    def has_plain_key(self) -> bool:
        return bool(self.primary_key) and {*self.primary_key} <= {column.name for column in self.columns}

    @property
    def source(self) -> str:
        return f"{self.schema}.{self.name}"


@dataclass(frozen=True)
class Aggregate:
    """One aggregation over the rows of one dataset."""

    metric: str  # the metric it stands for, unless it has a condition
    dataset: str
    time: str  # the column that says when
    function: str  # sum, average, max, count_distinct, median or percentile
    expression: str  # SQL over the dataset's columns
    condition: str | None = None  # likewise
    percentile: float | None = None


@dataclass(frozen=True)
class Formula:
    """The metric as SQL with {0}, {1} ... for its aggregates, all over the same dataset."""

    text: str
    parts: tuple[Aggregate, ...]

    @property
    def dataset(self) -> str:
        return self.parts[0].dataset

    @property
    def time(self) -> str:
        return self.parts[0].time


@dataclass(frozen=True)
class Metric:
    """One metric of the semantic layer."""

    name: str
    label: str
    description: str
    type: str
    formula_in_words: str
    meta: dict[str, Any]
    version: int
    effective_from: str | None  # the first day of this version
    deprecated_after: str | None  # the last day on which it is served; None unless it is deprecated
    successor: str | None
    formula: Formula
    is_of_rows: bool  # computed from the mart's facts; else read from the mart that publishes it
    inputs: tuple[str, ...]  # metrics that it is made of
    group_by: tuple[str, ...]  # MetricFlow's names of its dimensions
    grain: str
    breakdowns: tuple[str, ...]  # of metric_values; none where it is not published there
    over_time: str  # what it is over a longer period: sum, first, last, rows, parts or none
    add_up: str  # what can be summed: `periods and values`, `values` of one period, or `nothing`
    headline: str | None  # the mart with one row a period that has it in a column of its name
    made_of: tuple[str, ...] = ()  # in the metric tree
    part_of: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()  # hypotheses: what it may go along with
    influencers: tuple[str, ...] = ()  # and what may go along with it

    @property
    def tier(self) -> str:
        return str(self.meta["tier"])

    @property
    def published_in(self) -> str:
        return f"{self.meta['mart']}.{self.meta['column']}"

    @property
    def is_exported_by_grain_only(self) -> bool:
        """Whether an exported file, which knows sums alone, has null for it over more than one period."""
        return self.over_time == "none" or any(part.metric == PERIODS for part in self.formula.parts)

    @property
    def over_time_in_words(self) -> str:
        """What it is over a longer period, as a sentence."""
        return OVER_TIME[self.over_time].format(grain=self.grain)

    @property
    def description_with_warning(self) -> str:
        """For tools that would add up whatever they are given."""
        if self.add_up == "periods and values":
            return self.description
        if self.is_exported_by_grain_only:
            return f"{self.description} Show it by {self.grain}: here it is null over more than one."
        return f"{self.description} Do not add it up over time: a longer period is computed anew."

    @property
    def synonyms(self) -> list[str]:
        return list(self.meta.get("synonyms", ()))


@dataclass(frozen=True)
class Catalogue:
    """All metrics, North Star first, and their datasets."""

    metrics: tuple[Metric, ...]
    datasets: tuple[Dataset, ...]

    def metrics_on(self, dataset: Dataset) -> list[Metric]:
        return [metric for metric in self.metrics if metric.formula.dataset == dataset.name]

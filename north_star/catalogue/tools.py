"""What Lightdash and Cube share: measures of a table, and measures derived from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from north_star.catalogue.records import Aggregate, Catalogue, Dataset, Metric

TYPES = {"varchar": "string", "date": "date", "timestamp": "timestamp", "boolean": "boolean"}


@dataclass(frozen=True)
class Measure:
    """A named aggregate, or a formula of such names; a hidden part belongs to no metric."""

    name: str
    metric: Metric | None
    aggregate: Aggregate | None = None
    text: str = ""
    names: tuple[str, ...] = ()


def measures(catalogue: Catalogue, dataset: Dataset) -> Iterator[Measure]:
    """Measures of the dataset, including the hidden ones that formulas need."""
    shown = catalogue.metrics_on(dataset)
    simple = {metric.formula.parts[0]: metric.name for metric in shown if metric.formula.text == "{0}"}
    hidden: dict[Aggregate, str] = {}
    for metric in shown:
        if metric.formula.text == "{0}":
            yield Measure(metric.name, metric, aggregate=metric.formula.parts[0])
            continue
        for part in metric.formula.parts:
            if part not in simple and part not in hidden:
                hidden[part] = f"{metric.name}__{part.metric}"
                yield Measure(hidden[part], None, aggregate=part)
        names = tuple((simple | hidden)[part] for part in metric.formula.parts)
        yield Measure(metric.name, metric, text=metric.formula.text, names=names)


def type_of(data_type: str) -> str:
    """A column's type in the vocabulary of both tools; everything else is a number."""
    return TYPES.get(data_type, "number")

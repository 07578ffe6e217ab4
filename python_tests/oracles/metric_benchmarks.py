"""What a benchmark says of a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Benchmark:
    """One row of the file; an end that is None is open."""

    lower: float | None
    upper: float | None
    direction: str


def standing(benchmark: Benchmark, value: float | None) -> dict[str, Any]:
    if value is None:
        return {"band": None, "distance": None, "standing": None}
    for name, end, sign in (("below", benchmark.lower, -1), ("above", benchmark.upper, 1)):
        if end is not None and (value - end) * sign > 0:
            better = {"up_is_good": 1, "down_is_good": -1}.get(benchmark.direction)
            word = None if better is None else "better" if better == sign else "worse"
            return {"band": name, "distance": value - end, "standing": word}
    return {"band": "within", "distance": 0.0, "standing": "in line"}

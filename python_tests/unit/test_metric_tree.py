"""The metric tree: the published paradox of rates and mix."""

from __future__ import annotations

from fractions import Fraction

import pytest

from python_tests.oracles.metric_tree import (
    mix_effects,
)
from python_tests.support.published_examples import published_examples


def test_published_paradox() -> None:
    """Kidney stones; the same numbers are a unit test of the models."""
    example = published_examples()["simp-01"]
    before, after = ({size: Fraction(a, b) for size, (a, b) in example["inputs"][t].items()} for t in "AB")
    parts = {
        size: tuple((Fraction(a), Fraction(b)) for a, b in (example["inputs"][t][size] for t in "AB"))
        for size in before
    }
    effects, is_paradox = mix_effects(parts)  # type: ignore[arg-type]
    assert is_paradox is example["expected"]["reversal"]
    change = sum(one.rate + one.mix for one in effects.values())
    totals = [Fraction(*example["expected"][t]["all"]) for t in "AB"]
    assert change == totals[1] - totals[0]
    assert float(100 * totals[1]) == pytest.approx(example["expected"]["B"]["all_pct"], abs=0.5)
    assert all(effects[size].rate < 0 < effects[size].mix and after[size] < before[size] for size in before)

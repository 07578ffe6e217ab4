"""Published examples of sessions, by the oracle."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from python_tests.oracles.sessions import split_at_pauses
from python_tests.support.published_examples import Example


def test_sessions_end_with_a_pause(examples: dict[str, Example]) -> None:
    example = examples["sess-02"]
    start = datetime(2024, 3, 5, 10, tzinfo=UTC)
    gap = timedelta(minutes=example["inputs"]["timeout_min"])
    pauses = [timedelta(minutes=pause) for pause in example["inputs"]["gap_min"]]
    found = [len(split_at_pauses([start, start + pause], gap)) for pause in pauses]
    assert found == example["expected"]["sessions"]

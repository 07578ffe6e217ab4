"""Two ways of writing an aggregate: one canonical form where they are equal, and two where they are not."""

from __future__ import annotations

import pytest

from north_star.governance.lineage import parsed
from north_star.governance.queries import relation_of
from north_star.governance.relations import table

EQUAL = (
    ("max(a) filter (where b > 1)", "max(case when b > 1 then a end)"),
    ("count(*) filter (where b > 1)", "count(case when b > 1 then 1 end)"),
    ("sum(a) filter (where b > 1) over (order by b)", "sum(case when b > 1 then a end) over (order by b)"),
)
# A sum of nothing is null; a list keeps nulls; the second argument of max is how many it gives.
DIFFERENT = (
    ("sum(a) filter (where b > 1)", "sum(case when b > 1 then a else 0 end)"),
    ("count(*) filter (where b > 1)", "count(case when b > 1 then a end)"),
    ("list(a) filter (where b > 1)", "list(case when b > 1 then a end)"),
    ("max(a, 2) filter (where b > 1)", "max(case when b > 1 then a end)"),
    ("count(distinct a) filter (where b > 1)", "count(case when b > 1 then a end)"),
)


def form(expression: str) -> str:
    query = parsed(f"select {expression} as found from facts")
    return relation_of(query, lambda _: table("facts", ("a", "b"))).column("found").digest


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_equal_aggregates_have_one_form(one: str, other: str) -> None:
    assert form(one) == form(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_aggregates_have_other_forms(one: str, other: str) -> None:
    assert form(one) != form(other)

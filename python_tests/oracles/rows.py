"""Rows of marts, worked out once per company and read by all that build on them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from python_tests.oracles.company import Company
from python_tests.oracles.mart_revenue import Rows


@cache
def rows_of(work_out: Callable[[Company], Rows], company: Company) -> Rows:
    """What the function says of the company."""
    return work_out(company)

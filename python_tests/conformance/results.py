"""What a company says of every case of the suite."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from python_tests.conformance.suite import Case, Result, faults_of

Found = dict[str, list[Result]]


def by_case(found: Iterator[Result]) -> Found:
    by_case: Found = defaultdict(list)
    for result in found:
        by_case[result.case].append(result)
    return by_case


def assert_conforms(case: Case, found: Found) -> None:
    faults = faults_of(case, found[case.id])
    assert not faults, f"{case.id}\n  {case.story}\n  {case.why}\n  " + "\n  ".join(faults)

"""The registry of versions without its history, for tests that make one of their own."""

from __future__ import annotations

from dataclasses import replace

from north_star.governance.case import Case


def as_first_versions(case: Case) -> Case:
    """The case in which every metric has one version, with the meaning that it has now."""
    newest = {one.metric_name: one.fingerprint for one in case.versions}
    first = [
        replace(one, fingerprint=newest[one.metric_name]) for one in case.versions if one.metric_version == 1
    ]
    return replace(case, versions=first)

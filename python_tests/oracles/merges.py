"""Which ids a billing migration or a merger of customers has replaced, and what they are now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Row = dict[str, Any]


def _walk(old_id: str, successors: Mapping[str, str]) -> list[str]:
    """The ids after this one, up to the last, or to one that the chain has seen before: it has no end."""
    chain = [old_id]
    while chain[-1] in successors and chain[-1] not in chain[:-1]:
        chain.append(successors[chain[-1]])
    return chain[1:]


def judge(rows: Iterable[Row], exists: Callable[[str], bool]) -> tuple[list[Row], list[tuple[Row, str]]]:
    """Accepted and refused rows of one entity: copies, then endless chains, then those that lead nowhere."""
    first: dict[str, Row] = {}
    refused: list[tuple[Row, str]] = []
    for row in sorted(rows, key=lambda row: row["_content"]):
        if row["old_id"] in first:
            same = row["_content"] == first[row["old_id"]]["_content"]
            refused.append((row, "duplicate" if same else "conflicting_duplicate"))
        else:
            first[row["old_id"]] = row
    successors = {old_id: row["new_id"] for old_id, row in first.items()}
    cyclic = {old_id for old_id in first if _walk(old_id, successors)[-1] in successors}
    refused += [(first.pop(old_id), "merge_cycle") for old_id in cyclic]
    successors = {old_id: row["new_id"] for old_id, row in first.items()}
    lost = {old_id for old_id in first if not exists(_walk(old_id, successors)[-1])}
    refused += [(first.pop(old_id), "orphan") for old_id in lost]
    return list(first.values()), refused


def chains(accepted: Iterable[Row]) -> dict[str, list[str]]:
    """Old id -> the ids that followed it, the surviving one last."""
    successors = {row["old_id"]: row["new_id"] for row in accepted}
    return {old_id: _walk(old_id, successors) for old_id in successors}

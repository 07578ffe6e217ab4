"""Staging keeps every raw row and says which are accepted: whoever reads it reads accepted rows only."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

TREE = Path(__file__).parents[2]
MODELS = TREE / "models"
# Rejected rows are for these: staging judges rows by others, the registry counts and lists what was rejected.
ALLOWED = (MODELS / "staging", MODELS / "marts/registry")


def _judged_models() -> list[str]:
    """Models of staging that say of each row whether it was rejected."""
    return [
        model["name"]
        for file in sorted((MODELS / "staging").rglob("*.yml"))
        for model in yaml.safe_load(file.read_text()).get("models", [])
        if any(column["name"] == "rejection_reason" for column in model.get("columns", []))
    ]


JUDGED = _judged_models()
READS = re.compile(rf"ref\('({'|'.join(JUDGED)})'\)")
# `from {{ ref('...') }}` and on the next line the condition.
ACCEPTED = re.compile(
    rf"from \{{\{{ ref\('(?:{'|'.join(JUDGED)})'\) \}}\}}\n +where rejection_reason is null\b"
)
# A dependency that is declared, and read by a macro.
DECLARED = re.compile(r"^-- depends_on:.*$", re.MULTILINE)


def careless_reads(sql: str) -> int:
    """How often judged rows are read without leaving out the rejected ones."""
    sql = DECLARED.sub("", sql)
    return len(READS.findall(sql)) - len(ACCEPTED.findall(sql))


READERS = [
    file
    for folder in (MODELS, TREE / "analyses")
    for file in sorted(folder.rglob("*.sql"))
    if not any(file.is_relative_to(folder) for folder in ALLOWED) and READS.search(file.read_text())
]


def test_there_are_judged_models_and_readers() -> None:
    assert "stg_billing__subscription_items" in JUDGED
    assert READERS


@pytest.mark.parametrize("file", READERS, ids=lambda file: file.stem)
def test_only_accepted_rows_are_read(file: Path) -> None:
    careless = careless_reads(file.read_text())
    assert not careless, f"{file.relative_to(TREE)} reads rejected rows; add: where rejection_reason is null"


@pytest.mark.parametrize(
    ("sql", "count"),
    [
        ("select * from {{ ref('stg_crm__users') }}\n    where rejection_reason is null\n", 0),
        ("select * from {{ ref('stg_crm__users') }}\n\n)", 1),
        ("select * from {{ ref('stg_crm__users') }}\n    where role = 'admin'\n", 1),
        ("inner join {{ ref('stg_crm__users') }} as users\n", 1),
        ("-- depends_on: {{ ref('stg_crm__users') }}\n", 0),
        ("select * from {{ ref('stg_crm__accounts') }}\n\n)", 0),
    ],
)
def test_a_careless_read_is_seen(sql: str, count: int) -> None:
    assert careless_reads(sql) == count

"""The file of published examples, where a checkout has it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

VARIABLE = "NORTH_STAR_WORKED_EXAMPLES"
Example = dict[str, Any]


def published_examples() -> dict[str, Example]:
    if VARIABLE not in os.environ:
        pytest.skip(f"{VARIABLE} does not name the file of published examples")
    found = json.loads(Path(os.environ[VARIABLE]).read_text(encoding="utf-8"))
    return {example["id"]: example for example in found}

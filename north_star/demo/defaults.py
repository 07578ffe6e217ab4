"""Size and seed of the committed demo company."""

from __future__ import annotations

DEFAULT_SEED = 20230101
DEFAULT_EVENTS = 61_400
DEFAULT_ACCOUNTS = 410

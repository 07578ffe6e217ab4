"""Where a run of dbt keeps its tables: the plugin of profiles.yml that opens NORTH_STAR_DB."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from dbt.adapters.duckdb.plugins import BasePlugin

from north_star.command_line import DATABASE, MEMORY

if TYPE_CHECKING:
    import duckdb

# What SQL calls the file, whatever its own name: the `database` of profiles.yml.
CATALOG = "north_star"
MEMORY_LIMIT = "4GB"


class Plugin(BasePlugin):
    """Gives DuckDB the file and the memory that the environment names, when dbt connects.

    dbt parses the project anew when a value of the profile is not the last run's. So what differs between
    runs is not there but here.
    """

    def update_connection_config(self, _: Any, config: dict[str, Any]) -> None:
        """Limit memory; what does not fit goes beside the file, as if the file had been opened itself."""
        config["memory_limit"] = os.environ.get("NORTH_STAR_MEMORY_LIMIT") or MEMORY_LIMIT
        if _path() != MEMORY:
            config["temp_directory"] = f"{_path()}.tmp"

    def configure_connection(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Attach the file, before dbt-duckdb attaches an empty database unless one of that name is there."""
        path = _path().replace("'", "''")
        connection.execute(f"attach '{path}' as {CATALOG}")

    def configure_cursor(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """SQL that names no database means the file; views then name none, and the file may be renamed."""
        cursor.execute(f"use {CATALOG}")


def _path() -> str:
    return os.environ.get("NORTH_STAR_DB") or DATABASE

"""The command-line tool of the project: only what dbt cannot do."""

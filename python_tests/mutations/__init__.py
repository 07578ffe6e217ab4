"""Edits of the project, each with what it must do to the metrics: two tables that grow by rows."""

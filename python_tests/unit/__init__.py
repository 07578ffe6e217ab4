"""Rules and formulas alone: no dbt, no database of the project, seconds in total."""

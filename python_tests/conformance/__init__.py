"""Billing edge cases as plain files, and what runs them against a project: see README.md beside this file."""

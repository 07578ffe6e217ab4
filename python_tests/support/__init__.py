"""Helpers of the tests: builds, comparisons, raw files."""

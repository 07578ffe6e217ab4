"""Errors that a person can put right."""

from __future__ import annotations


class UserError(Exception):
    """Something that whoever ran the command can put right; its text says how.

    `exit_code` tells scripts which kind it is: 2, something has to be changed first; 1, the answer is no.
    """

    exit_code = 2


class UsageError(UserError):
    """Arguments that make no sense, or not together."""

"""Text to values, by pattern first: what does not match is refused with the name of its reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

MONEY = re.compile(r"-?[0-9]{1,13}(\.[0-9]{1,6})?")
PERCENT = re.compile(r"-?[0-9]{1,13}(\.[0-9]{1,4})?")
RATE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,10})?")
COUNT = re.compile(r"[0-9]{1,5}")
DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
MOMENT = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"([T ](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(:(?P<second>[0-9]{2})(\.(?P<fraction>[0-9]+))?)?"
    r"(?P<offset>Z|[+-][0-9]{2}(:[0-9]{2})?)?)?"
)
TRUE, FALSE = {"true", "t", "yes", "y", "1"}, {"false", "f", "no", "n", "0"}

INTERVALS = ("day", "week", "month", "quarter", "year")
# The words of billing systems, by what they mean, the most final status first.
STATUS_WORDS = {
    "canceled": ("canceled", "cancelled", "expired", "ended", "deleted"),
    "unpaid": ("unpaid", "on_hold", "suspended"),
    "paused": ("paused",),
    "past_due": ("past_due", "dunning", "in_grace_period"),
    "active": ("active", "live", "non_renewing"),
    "trialing": ("trialing", "in_trial", "trial"),
    "not_started": ("not_started", "incomplete", "incomplete_expired", "future", "pending", "draft"),
}
STATUSES = tuple(STATUS_WORDS)
NOT_RENEWED = "non_renewing"
SURVEYS = ("nps", "ces", "csat")
DURATIONS = ("once", "repeating", "forever")
MERGED = ("account", "subscription")


class BadText(ValueError):
    """Carries the reason with which the row is rejected."""


def _date(text: str) -> date:
    found = DAY.fullmatch(text)
    if not found:
        raise BadText("invalid_date")
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise BadText("invalid_date") from None


def timestamp(text: str) -> datetime:
    """An aware UTC moment; text without an offset is UTC already, a bare date is its midnight."""
    found = MOMENT.fullmatch(text)
    if not found:
        raise BadText("invalid_timestamp")
    part = found.groupdict()
    micros = int(((part["fraction"] or "") + "000000")[:6])
    try:
        day = _date(part["day"])
        local = datetime(
            day.year, day.month, day.day,
            int(part["hour"] or 0), int(part["minute"] or 0), int(part["second"] or 0), micros, UTC,
        )  # fmt: skip
    except ValueError:
        raise BadText("invalid_timestamp") from None
    offset = part["offset"]
    if offset in (None, "Z"):
        return local
    hours, minutes = int(offset[1:3]), int(offset[4:6] or 0)
    if hours > 23 or minutes > 59:
        raise BadText("invalid_timestamp")
    shift = timedelta(hours=hours, minutes=minutes)
    return local - shift if offset[0] == "+" else local + shift


def _money(text: str) -> Decimal:
    if not MONEY.fullmatch(text):
        raise BadText("invalid_number")
    return Decimal(text)


def _percent(text: str) -> Decimal:
    if not PERCENT.fullmatch(text):
        raise BadText("invalid_number")
    return Decimal(text)


def _rate(text: str) -> Decimal:
    if not RATE.fullmatch(text) or Decimal(text) == 0:
        raise BadText("invalid_number")
    return Decimal(text)


def _count(text: str) -> int:
    if not COUNT.fullmatch(text) or int(text) == 0:
        raise BadText("invalid_number")
    return int(text)


def _boolean(text: str) -> bool:
    folded = text.lower()
    if folded not in TRUE | FALSE:
        raise BadText("invalid_boolean")
    return folded in TRUE


def status_word(text: str) -> str:
    """As the list of words has it."""
    return re.sub(r"[\s-]+", "_", text.lower())


def _status(text: str) -> str:
    word = status_word(text)
    return next((status for status, words in STATUS_WORDS.items() if word in words), word)


PARSERS: dict[str, Callable[[str], Any]] = {
    "text": str,
    "score": str,  # the scale belongs to the survey: a matter of range, not of text
    "timestamp": timestamp,
    "date": _date,
    "month": lambda text: _date(text).replace(day=1),
    "money": _money,
    "percent": _percent,
    "rate": _rate,
    "count": _count,
    "boolean": _boolean,
    "currency": str.upper,
    "interval": str.lower,
    "status": _status,
    "survey": str.lower,
    "duration": str.lower,
    "entity": str.lower,
}
ENUMERATIONS = {
    "interval": INTERVALS,
    "status": STATUSES,
    "survey": SURVEYS,
    "duration": DURATIONS,
    "entity": MERGED,
}

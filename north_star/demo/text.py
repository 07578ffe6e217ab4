"""Values as text for the files; null is the empty string."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import numpy as np

from north_star.demo.parameters import Ints, pick

Row = tuple[str, ...]

HEADERS: dict[str, tuple[str, ...]] = {
    "accounts": (
        "account_id",
        "account_name",
        "created_at",
        "segment",
        "industry",
        "country",
        "acquisition_channel",
    ),
    "users": ("user_id", "account_id", "role", "email", "created_at"),
    "events": (
        "event_id",
        "account_id",
        "user_id",
        "session_id",
        "event_name",
        "occurred_at",
        "received_at",
        "object_id",
        "quantity",
        "is_internal",
    ),
    "subscription_items": (
        "subscription_item_id",
        "subscription_id",
        "account_id",
        "plan_name",
        "amount",
        "recurring_discount_amount",
        "currency",
        "billing_interval",
        "billing_interval_count",
        "quantity",
        "started_at",
        "ended_at",
        "is_trial",
        "is_usage_based",
    ),
    "subscription_discounts": (
        "discount_id",
        "subscription_id",
        "subscription_item_id",
        "percent_off",
        "amount_off",
        "duration",
        "started_at",
        "ended_at",
    ),
    "merge_map": ("entity", "old_id", "new_id"),
    "subscription_statuses": (
        "subscription_id",
        "status",
        "changed_at",
        "cancel_requested_at",
        "cancel_reason",
    ),
    "exchange_rates": ("currency", "rate_date", "rate"),
    "survey_responses": (
        "response_id",
        "survey",
        "account_id",
        "user_id",
        "subject",
        "score",
        "responded_at",
    ),
    "support_tickets": (
        "ticket_id",
        "account_id",
        "user_id",
        "created_at",
        "first_responded_at",
        "resolved_at",
        "category",
        "is_product_related",
        "priority",
    ),
    "marketing_spend": ("spend_date", "acquisition_channel", "amount", "currency"),
    "company_financials": ("month", "currency", "recognized_revenue", "ebitda", "net_burn"),
}

NATURAL_TYPES = {
    **dict.fromkeys(
        (
            "created_at", "occurred_at", "received_at", "responded_at", "first_responded_at", "resolved_at",
            "started_at", "ended_at", "changed_at", "cancel_requested_at",
        ),
        "timestamptz",
    ),
    **dict.fromkeys(("rate_date", "spend_date", "month"), "date"),
    **dict.fromkeys(
        (
            "amount", "recurring_discount_amount", "percent_off", "amount_off", "rate", "quantity",
            "recognized_revenue", "ebitda", "net_burn",
        ),
        "decimal(19, 6)",
    ),
    **dict.fromkeys(("billing_interval_count", "score"), "integer"),
    **dict.fromkeys(("is_internal", "is_trial", "is_usage_based", "is_product_related"), "boolean"),
}  # fmt: skip
"""Of the columns that are not text where somebody chose types; all others are."""

# The valid ways in which a timestamp is written: shift of the clock in seconds, separator, ending.
TIME_FORMS = (
    (0, "T", "Z"),
    (7200, "T", "+02:00"),
    (0, " ", ""),
    (0, "T", ".000Z"),
    (-18000, "T", "-05:00"),
    (7200, "T", "+02"),
)
TIME_FORM_WEIGHTS = (942, 18, 14, 14, 8, 4)


def time_forms(rng: np.random.Generator, size: int) -> Ints:
    """Mostly UTC with a Z, now and then another valid form."""
    return pick(rng, TIME_FORM_WEIGHTS, size)


def timestamps(seconds: Ints, forms: Ints) -> list[str]:
    """Instants as text; a negative number is null."""
    shifts = np.asarray([form[0] for form in TIME_FORMS], dtype=np.int64)
    shown = np.datetime_as_string((seconds + shifts[forms]).astype("datetime64[s]"))
    return [
        "" if second < 0 else written.replace("T", TIME_FORMS[form][1]) + TIME_FORMS[form][2]
        for second, written, form in zip(seconds.tolist(), shown.tolist(), forms.tolist(), strict=True)
    ]


def second_of(written: str) -> int:
    """The instant of a timestamp; without an offset it is UTC."""
    moment = datetime.fromisoformat(written.strip())
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def instant(second: int) -> str:
    """An instant in the usual form."""
    return f"{datetime.fromtimestamp(second, UTC):%Y-%m-%dT%H:%M:%SZ}"


def dates(days: Iterable[int]) -> list[str]:
    """Day numbers as ISO dates."""
    return [str(text) for text in np.asarray(list(days), dtype="datetime64[D]").astype(str)]


def month_end(number: int) -> str:
    """The last day of a month of the demo, counted from 0."""
    first_after = np.datetime64("2023-02", "M") + number
    return str(first_after.astype("datetime64[D]") - 1)


def decimals(cents: int) -> str:
    """Whole cents as decimal text."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def money(cents: Ints) -> list[str]:
    """Whole cents as decimal text."""
    return [decimals(value) for value in cents.tolist()]


def names(codes: Ints, labels: Sequence[str]) -> list[str]:
    """Codes as labels."""
    return [labels[code] for code in codes.tolist()]


def numbered(prefix: str, numbers: Iterable[int], width: int) -> list[str]:
    """Ids such as u00042; a negative number is null."""
    return [f"{prefix}{number:0{width}d}" if number >= 0 else "" for number in numbers]


def rows(*columns: Sequence[str]) -> list[Row]:
    """Columns of equal length as rows."""
    return list(zip(*columns, strict=True))

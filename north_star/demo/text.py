"""Values as the text that stands in the files; a null is the empty text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
    ),
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
}

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


def dates(days: Iterable[int]) -> list[str]:
    """Day numbers as ISO dates."""
    return [str(text) for text in np.asarray(list(days), dtype="datetime64[D]").astype(str)]


def money(cents: Ints) -> list[str]:
    """Whole cents as decimal text."""
    return [f"{value // 100}.{value % 100:02d}" for value in cents.tolist()]


def names(codes: Ints, labels: Sequence[str]) -> list[str]:
    """Codes as labels."""
    return [labels[code] for code in codes.tolist()]


def numbered(prefix: str, numbers: Iterable[int], width: int) -> list[str]:
    """Ids such as u00042; a negative number is null."""
    return [f"{prefix}{number:0{width}d}" if number >= 0 else "" for number in numbers]


def rows(*columns: Sequence[str]) -> list[Row]:
    """Columns of equal length as rows."""
    return list(zip(*columns, strict=True))

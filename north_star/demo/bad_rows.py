"""A few bad rows of every kind, and where they go; none of them changes a true number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from north_star.demo.text import HEADERS, Row

KEYS: dict[str, tuple[str, ...]] = {
    "subscription_items": ("subscription_item_id", "started_at"),
    "subscription_statuses": ("subscription_id", "changed_at"),
    "exchange_rates": ("currency", "rate_date"),
    "marketing_spend": ("spend_date", "acquisition_channel"),
    "merge_map": ("entity", "old_id"),
}
OLD_TIME = "2024-05-14T09:00:00Z"


@dataclass(frozen=True)
class Bad:
    """A row and the reason why it is rejected; without a reason it is valid, however odd."""

    row: Row
    reason: str = ""


def row_key(table: str, row: Row) -> str:
    """The key columns, trimmed and joined by a bar; a missing key is empty."""
    columns = KEYS.get(table, HEADERS[table][:1])
    values = [row[HEADERS[table].index(column)].strip() for column in columns]
    if table == "exchange_rates":
        values[0] = values[0].upper()
    return "|".join(values)


def changed(table: str, row: Row, **values: str) -> Row:
    """A copy with some columns replaced."""
    return tuple(values.get(column, value) for column, value in zip(HEADERS[table], row, strict=True))


def bad_accounts(good: list[Row]) -> list[Bad]:
    """Accounts; nobody belongs to the rejected ones but the users listed as orphans."""
    new = ("", "Nobody Ltd", OLD_TIME, "smb", "retail", "US", "referral")
    same, other = good[20], good[21]
    made: list[tuple[str, str, str, str]] = [
        ("", "Nobody Ltd", OLD_TIME, "missing_key"),
        ("   ", "Blank Ltd", OLD_TIME, "missing_key"),
        ("bad_account_1", "", OLD_TIME, "missing_value"),
        ("bad_account_2", "No Date Ltd", "", "missing_value"),
        ("bad_account_3", "Thirtieth of February", "2024-02-30T10:00:00Z", "invalid_timestamp"),
        ("bad_account_4", "Day First", "31/12/2024", "invalid_timestamp"),
        ("bad_account_5", "Not a leap year", "2023-02-29", "invalid_timestamp"),
        ("bad_account_6", "Tomorrow Inc", "2026-01-01T00:00:00Z", "future"),
        ("bad_account_7", "Shown as New Year's Eve", "2025-12-31T22:00:00-05:00", "future"),
    ]
    rows = [Bad((key, name, at, *new[3:]), reason) for key, name, at, reason in made]
    return [
        *rows,
        Bad(same, "duplicate"),
        Bad((f" {same[0]}", *same[1:]), "duplicate"),
        # '~' sorts behind every letter: the first row is the one that is kept.
        Bad(changed("accounts", other, account_name="~ Another name"), "conflicting_duplicate"),
    ]


def bad_users(good: list[Row]) -> list[Bad]:
    """Users; nobody's events name the rejected ones, except those listed as orphans."""
    admin = [row for row in good if row[2] == "admin"]
    owner = admin[3][1]
    made: list[tuple[str, str, str, str]] = [
        ("", owner, OLD_TIME, "missing_key"),
        ("bad_user_1", "", OLD_TIME, "missing_value"),
        ("bad_user_2", owner, " ", "missing_value"),
        ("bad_user_3", owner, "2024-13-01T00:00:00Z", "invalid_timestamp"),
        ("bad_user_4", owner, "2024-05-01T24:30:00Z", "invalid_timestamp"),
        ("bad_user_5", "no_such_account", OLD_TIME, "orphan"),
        ("bad_user_6", "bad_account_3", OLD_TIME, "orphan"),
        ("bad_user_7", owner, "2026-02-01", "future"),
    ]
    rows = [Bad((key, account, "member", "", at), reason) for key, account, at, reason in made]
    return [
        *rows,
        Bad(admin[4], "duplicate"),
        Bad(changed("users", admin[5], role="viewer"), "conflicting_duplicate"),
    ]


def bad_surveys(good: list[Row]) -> list[Bad]:
    """Answers: the scales are 0 to 10, 1 to 7 and 1 to 5, whole numbers only."""
    named = [row for row in good if row[1] == "nps" and row[2] and row[3]]
    account, user = named[8][2:4]
    low = next(row for row in named if row[5] == "3")
    made: list[tuple[str, str, str, str, str, str, str]] = [
        ("", "nps", account, user, "9", OLD_TIME, "missing_key"),
        ("bad_answer_01", "", account, user, "9", OLD_TIME, "missing_value"),
        ("bad_answer_02", "nps", account, user, "", OLD_TIME, "missing_value"),
        ("bad_answer_03", "nps", account, user, "9", "", "missing_value"),
        ("bad_answer_04", "nps", account, user, "9", "2024-02-30", "invalid_timestamp"),
        ("bad_answer_05", "enps", account, user, "9", OLD_TIME, "unknown_survey"),
        ("bad_answer_06", "nps", "no_such_account", "", "9", OLD_TIME, "orphan"),
        ("bad_answer_07", "nps", account, "no_such_user", "9", OLD_TIME, "orphan"),
        ("bad_answer_08", "nps", account, user, "9", "2026-01-03T10:00:00Z", "future"),
        ("bad_answer_09", "nps", account, user, "11", OLD_TIME, "invalid_score"),
        ("bad_answer_10", "nps", account, user, "9.6", OLD_TIME, "invalid_score"),
        ("bad_answer_11", "nps", account, user, "-1", OLD_TIME, "invalid_score"),
        ("bad_answer_12", "ces", account, user, "8", OLD_TIME, "invalid_score"),
        ("bad_answer_13", "ces", account, user, "0", OLD_TIME, "invalid_score"),
        ("bad_answer_14", "csat", account, user, "6", OLD_TIME, "invalid_score"),
    ]
    rows = [
        Bad((key, survey, whose, who, "", score, at), reason)
        for key, survey, whose, who, score, at, reason in made
    ]
    return [
        *rows,
        Bad(named[12], "duplicate"),
        Bad(changed("survey_responses", low, score="7"), "conflicting_duplicate"),
    ]


def bad_tickets(good: list[Row]) -> list[Bad]:
    """Tickets."""
    named = [row for row in good if row[1] and row[2]]
    plain = changed("support_tickets", named[6], created_at=OLD_TIME, first_responded_at="", resolved_at="")
    high = next(row for row in named if row[8] == "high")
    made: list[tuple[dict[str, str], str]] = [
        ({"ticket_id": ""}, "missing_key"),
        ({"ticket_id": "bad_ticket_1", "created_at": ""}, "missing_value"),
        ({"ticket_id": "bad_ticket_2", "created_at": "14.05.2024 09:00"}, "invalid_timestamp"),
        ({"ticket_id": "bad_ticket_3", "first_responded_at": "soon"}, "invalid_timestamp"),
        ({"ticket_id": "bad_ticket_4", "resolved_at": "2024-06-31T10:00:00Z"}, "invalid_timestamp"),
        ({"ticket_id": "bad_ticket_5", "is_product_related": "maybe"}, "invalid_boolean"),
        ({"ticket_id": "bad_ticket_6", "account_id": "no_such_account", "user_id": ""}, "orphan"),
        ({"ticket_id": "bad_ticket_7", "user_id": "no_such_user"}, "orphan"),
        ({"ticket_id": "bad_ticket_8", "created_at": "2026-01-01T08:00:00Z"}, "future"),
    ]
    rows = [Bad(changed("support_tickets", plain, **values), reason) for values, reason in made]
    return [
        *rows,
        Bad(named[9], "duplicate"),
        Bad(changed("support_tickets", high, priority="urgent"), "conflicting_duplicate"),
    ]


def bad_rates(good: list[Row]) -> list[Bad]:
    """Rates; the second rate of a day sorts behind the first, which is kept."""
    euro = [row for row in good if row[0] == "EUR"]
    return [
        Bad(("", "2024-05-15", "1.0800"), "missing_key"),
        Bad(("EUR", "2024-05-15", ""), "missing_value"),
        Bad(("EUR", "2024-02-30", "1.0800"), "invalid_date"),
        Bad(("GBP", "31/12/2024", "1.2500"), "invalid_date"),
        Bad(("EUR", "2024-05-15", "1,0800"), "invalid_number"),
        Bad(("GBP", "2024-05-15", "0"), "invalid_number"),
        Bad(("GBP", "2024-05-16", "-1.25"), "invalid_number"),
        Bad(("EUR", "2026-01-02", "1.5000"), "future"),
        Bad(changed("exchange_rates", euro[60], rate="9.9999"), "duplicate"),
        Bad((" eur ", *euro[90][1:]), "duplicate"),
    ]


def bad_spend(good: list[Row]) -> list[Bad]:
    """Spend has no key: of two equal bookings both are valid."""
    made: list[tuple[str, str, str, str, str]] = [
        ("", "paid_search", "100.00", "USD", "missing_value"),
        ("2024-05-13", "", "100.00", "USD", "missing_value"),
        ("2024-05-13", "paid_search", " ", "USD", "missing_value"),
        ("2023-02-29", "paid_search", "100.00", "USD", "invalid_date"),
        ("2024-05-13T00:00", "paid_search", "100.00", "USD", "invalid_date"),
        ("2024-05-13", "paid_search", "1,200.00", "USD", "invalid_number"),
        ("2024-05-13", "paid_search", "1_000", "USD", "invalid_number"),
        ("2026-01-05", "paid_search", "100.00", "USD", "future"),
        ("2024-05-13", "paid_search", "-100.00", "USD", "negative_amount"),
        ("2024-05-13", "outbound", "100.00", "JPY", "unknown_currency"),
        ("2025-03-31", "outbound", "100.00", "CAD", "missing_exchange_rate"),
        ("2025-04-01", "outbound", "100.00", "cad", ""),
    ]
    return [*(Bad(row[:4], row[4]) for row in made), Bad(good[42])]


def spread(rng: np.random.Generator, good: list[Row], extra: list[Bad]) -> list[Row]:
    """The extra rows strewn over the table; the good ones keep their order."""
    places = np.sort(rng.integers(0, len(good) + 1, len(extra))).tolist()
    mixed: list[Row] = []
    start = 0
    for place, index in zip(places, rng.permutation(len(extra)).tolist(), strict=True):
        mixed += good[start:place]
        mixed.append(extra[index].row)
        start = place
    return mixed + good[start:]

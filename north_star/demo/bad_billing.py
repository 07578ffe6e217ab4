"""Bad rows of subscription items, statuses and events."""

from __future__ import annotations

from north_star.demo.bad_rows import OLD_TIME, Bad, changed
from north_star.demo.story_events import EDGE, event_row
from north_star.demo.text import Row, second_of
from north_star.demo.write import PlacedEvent


def bad_items(good: list[Row]) -> list[Bad]:
    """Items of subscriptions that do not exist otherwise, and copies of good ones."""
    account = good[5][2]
    plain: Row = (
        "bad_item_00-i1",
        "bad_subscription",
        account,
        "team",
        "500.00",
        "",
        "USD",
        "month",
        "1",
        "5",
        OLD_TIME,
        "2024-08-14T09:00:00Z",
        "",
        "",
    )
    made: list[tuple[dict[str, str], str]] = [
        ({"subscription_item_id": ""}, "missing_key"),
        ({"subscription_id": ""}, "missing_value"),
        ({"account_id": ""}, "missing_value"),
        ({"plan_name": ""}, "missing_value"),
        ({"amount": ""}, "missing_value"),
        ({"currency": " "}, "missing_value"),
        ({"billing_interval": ""}, "missing_value"),
        ({"billing_interval_count": ""}, "missing_value"),
        ({"started_at": ""}, "missing_value"),
        ({"amount": "1_000"}, "invalid_number"),
        ({"amount": "1,200.00"}, "invalid_number"),
        ({"amount": "0x10"}, "invalid_number"),
        ({"amount": "$500"}, "invalid_number"),
        ({"amount": "1e3"}, "invalid_number"),
        ({"amount": "\u0665\u0660\u0660"}, "invalid_number"),
        ({"amount": "NaN"}, "invalid_number"),
        ({"recurring_discount_amount": "10%"}, "invalid_number"),
        ({"billing_interval_count": "1.5"}, "invalid_number"),
        ({"billing_interval_count": "0"}, "invalid_number"),
        ({"quantity": "five"}, "invalid_number"),
        ({"started_at": "2024-02-30T09:00:00Z"}, "invalid_timestamp"),
        ({"started_at": "31/12/2024"}, "invalid_timestamp"),
        ({"ended_at": "never"}, "invalid_timestamp"),
        ({"is_trial": "perhaps"}, "invalid_boolean"),
        ({"billing_interval": "annual"}, "unknown_interval"),
        ({"billing_interval": "monthly"}, "unknown_interval"),
        ({"account_id": "no_such_account"}, "orphan"),
        ({"started_at": "2026-01-01T00:00:00Z", "ended_at": ""}, "future"),
        ({"amount": "-500.00"}, "negative_amount"),
        ({"recurring_discount_amount": "500.01"}, "negative_amount"),
        ({"currency": "JPY"}, "unknown_currency"),
        (
            {"currency": "CAD", "started_at": "2025-01-10T09:00:00Z", "ended_at": "2025-06-10"},
            "missing_exchange_rate",
        ),
        ({"ended_at": OLD_TIME}, "empty_period"),
        ({"ended_at": "2024-05-01T09:00:00Z"}, "empty_period"),
        ({"is_usage_based": "metered"}, "invalid_boolean"),
    ]
    rows = [
        Bad(
            changed(
                "subscription_items",
                plain,
                **{
                    "subscription_item_id": f"bad_item_{number:02d}-i1",
                    "subscription_id": f"bad_item_{number:02d}",
                }
                | values,
            ),
            reason,
        )
        for number, (values, reason) in enumerate(made, 1)
    ]
    # Open items whose amount does not begin with a 9: the copy with 99,999 sorts behind them.
    # A second piece inside an open item overlaps it and nothing else.
    open_items = [
        row
        for row in good
        if not row[11] and row[10].endswith("Z") and row[10] < "2025-06" and row[4][0] < "9"
    ]
    same, other, longer = open_items[2], open_items[4], open_items[6]
    return [
        *rows,
        Bad(same, "duplicate"),
        Bad(changed("subscription_items", other, amount="99999.00"), "conflicting_duplicate"),
        Bad(
            changed(
                "subscription_items",
                longer,
                started_at="2025-07-01T00:00:00Z",
                ended_at="2025-09-01T00:00:00Z",
            ),
            "overlap",
        ),
    ]


def bad_statuses(good: list[Row]) -> list[Bad]:
    """Status changes; the copies sort behind the first."""
    active = [row for row in good if row[1] == "active" and row[2].endswith("Z")]
    subscription = active[3][0]
    return [
        Bad(("", "active", OLD_TIME, "", ""), "missing_key"),
        Bad((subscription, "", OLD_TIME, "", ""), "missing_value"),
        Bad((subscription, "canceled", "2024-02-30", "", ""), "invalid_timestamp"),
        Bad((subscription, "canceled", OLD_TIME, "last week", ""), "invalid_timestamp"),
        Bad((subscription, "gone", OLD_TIME, "", ""), "unknown_status"),
        Bad(("no_such_subscription", "canceled", OLD_TIME, "", ""), "orphan"),
        Bad(("bad_item_25", "active", OLD_TIME, "", ""), "orphan"),
        Bad((subscription, "canceled", "2026-01-01T00:00:00Z", "", ""), "future"),
        Bad(active[5], "duplicate"),
        Bad(changed("subscription_statuses", active[7], status="trialing"), "conflicting_duplicate"),
    ]


def extra_events(accounts: list[Row], users: list[Row]) -> list[tuple[int, Bad]]:
    """Bad events, and valid ones that look odd, each with the second at which it stands in the file."""
    account, user = users[40][1], users[40][0]
    made: list[tuple[dict[str, str], str]] = [
        ({"event_id": ""}, "missing_key"),
        ({"event_id": "  "}, "missing_key"),
        ({"account_id": ""}, "missing_value"),
        ({"event_name": ""}, "missing_value"),
        ({"occurred_at": ""}, "missing_value"),
        ({"occurred_at": "2024-02-30T10:00:00Z"}, "invalid_timestamp"),
        ({"occurred_at": "31/12/2024"}, "invalid_timestamp"),
        ({"occurred_at": "1715677200"}, "invalid_timestamp"),
        ({"occurred_at": "2024-05-14T09:00:00 Europe/Paris"}, "invalid_timestamp"),
        ({"received_at": "2024-05-14T25:00:00Z"}, "invalid_timestamp"),
        ({"quantity": "1_000"}, "invalid_number"),
        ({"quantity": "1,200.00"}, "invalid_number"),
        ({"quantity": "0x10"}, "invalid_number"),
        ({"is_internal": "maybe"}, "invalid_boolean"),
        ({"account_id": "no_such_account", "user_id": ""}, "orphan"),
        ({"account_id": "bad_account_4", "user_id": ""}, "orphan"),
        ({"user_id": "no_such_user"}, "orphan"),
        ({"user_id": "bad_user_3"}, "orphan"),
        ({"occurred_at": "2026-01-01T00:00:00Z"}, "future"),
        ({"occurred_at": "2025-12-31T23:30:00-05:00"}, "future"),
        (
            {"account_id": EDGE, "user_id": f"{EDGE}-u1", "occurred_at": "2023-12-31T23:59:59Z"},
            "before_signup",
        ),
        ({"account_id": accounts[-1][0], "user_id": "", "occurred_at": "2023-03-01"}, "before_signup"),
        # Valid: the very instant of sign-up, the last evening seen from the east, padded ids, no user.
        ({"account_id": EDGE, "user_id": f"{EDGE}-u1", "occurred_at": "2024-01-01T00:00:00Z"}, ""),
        ({"occurred_at": "2026-01-01T00:30:00+02:00"}, ""),
        ({"account_id": f"  {account} ", "user_id": f" {user}", "event_name": " login "}, ""),
        ({"user_id": "", "received_at": "", "is_internal": "N"}, ""),
    ]
    placed: list[tuple[int, Bad]] = []
    for number, (values, reason) in enumerate(made, 1):
        plain = event_row(f"extra_{number:02d}", account, user, "login", OLD_TIME)
        # Strewn over 2024 and 2025: the place in the file has nothing to do with what is wrong.
        placed.append(
            (second_of("2024-01-20") + number * 25 * 86_400, Bad(changed("events", plain, **values), reason))
        )
    return placed + repeated_events(account, user)


def repeated_events(account: str, user: str) -> list[tuple[int, Bad]]:
    """Events that were sent more than once; the first to arrive is kept."""
    thrice = event_row(f"{EDGE}-20240701-4", EDGE, f"{EDGE}-u2", "task_completed", "2024-07-03T15:00:00Z")
    again = event_row("extra_again", account, user, "task_created", "2024-06-12T10:00:00Z")
    late = changed("events", again, event_name="task_completed", received_at="2024-06-13T08:00:00Z")
    shifted = changed("events", again, occurred_at="2024-06-11T10:00:00Z", received_at="")
    return [
        (second_of("2024-07-03T15:00:00Z"), Bad(thrice, "duplicate")),
        (
            second_of("2024-09-19T11:00:00Z"),
            Bad(changed("events", thrice, account_id=f" {EDGE}"), "duplicate"),
        ),
        (second_of("2024-06-12T10:00:00Z"), Bad(again)),
        (second_of("2024-06-01T10:00:00Z"), Bad(late, "conflicting_duplicate")),
        (second_of("2024-05-01T10:00:00Z"), Bad(shifted, "conflicting_duplicate")),
    ]


def placed_rows(events: list[tuple[int, Bad]]) -> list[PlacedEvent]:
    """Without their reasons."""
    return [(second, bad.row) for second, bad in events]

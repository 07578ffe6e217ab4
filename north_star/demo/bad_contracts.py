"""Bad rows of discounts, the merge map and the company's financials."""

from __future__ import annotations

from north_star.demo.bad_rows import OLD_TIME, Bad, changed
from north_star.demo.text import Row


def bad_discounts(good: list[Row], items: list[Row]) -> list[Bad]:
    """Discounts of contracts that exist and run: each would lower the MRR if it were taken for a good one."""
    running = [row for row in items if not row[11] and row[3] != "free"]
    (item, subscription), other_item = running[3][:2], running[9][0]
    plain: Row = ("", subscription, "", "25", "", "forever", OLD_TIME, "")
    amount = {"percent_off": "", "amount_off": "10.00", "subscription_item_id": item}
    made: list[tuple[dict[str, str], str]] = [
        ({"discount_id": " "}, "missing_key"),
        ({"subscription_id": ""}, "missing_value"),
        ({"duration": ""}, "missing_value"),
        ({"started_at": ""}, "missing_value"),
        ({"percent_off": ""}, "missing_value"),
        (amount | {"subscription_item_id": ""}, "missing_value"),
        ({"duration": "repeating"}, "missing_value"),
        ({"percent_off": "25%"}, "invalid_number"),
        ({"percent_off": "33.33333"}, "invalid_number"),
        (amount | {"amount_off": "10,00"}, "invalid_number"),
        ({"started_at": "2024-02-30T09:00:00Z"}, "invalid_timestamp"),
        ({"ended_at": "next year"}, "invalid_timestamp"),
        ({"duration": "lifetime"}, "unknown_duration"),
        (amount | {"percent_off": "25"}, "ambiguous_discount"),
        ({"subscription_id": "no_such_subscription"}, "orphan"),
        ({"subscription_item_id": other_item}, "orphan"),
        ({"started_at": "2026-01-01T00:00:00Z"}, "future"),
        ({"percent_off": "0"}, "invalid_percent"),
        ({"percent_off": "100.5"}, "invalid_percent"),
        ({"percent_off": "-25"}, "invalid_percent"),
        (amount | {"amount_off": "0.00"}, "negative_amount"),
        (amount | {"amount_off": "-10.00"}, "negative_amount"),
        ({"ended_at": OLD_TIME}, "empty_period"),
    ]
    percents = [row for row in good if row[3] == "20"]
    return [
        *(
            Bad(
                changed("subscription_discounts", plain, **{"discount_id": f"bad_discount_{n:02d}"} | values),
                why,
            )
            for n, (values, why) in enumerate(made, 1)
        ),
        Bad(percents[0], "duplicate"),
        # Sorts behind the first: '95' is behind '20'.
        Bad(changed("subscription_discounts", percents[1], percent_off="95"), "conflicting_duplicate"),
    ]


def bad_merges(good: list[Row], accounts: list[Row], items: list[Row]) -> list[Bad]:
    """Merges; two of them would make accounts and subscriptions that exist vanish."""
    account, subscription = accounts[30][0], items[30][1]
    account_merge = next(row for row in good if row[0] == "account")
    return [
        Bad(("", "bad_merge_1", account), "missing_key"),
        Bad(("account", " ", account), "missing_key"),
        Bad(("subscription", "", subscription), "missing_key"),
        Bad(("account", "bad_merge_2", ""), "missing_value"),
        Bad(("subscription", "bad_merge_3", ""), "missing_value"),
        Bad(("user", "bad_merge_4", "bad_merge_5"), "unknown_entity"),
        Bad(("account", "bad_merge_6", "bad_merge_6"), "merge_cycle"),
        Bad(("account", "bad_merge_7", "bad_merge_8"), "merge_cycle"),
        Bad(("account", "bad_merge_8", "bad_merge_7"), "merge_cycle"),
        Bad(("subscription", "bad_merge_10", "bad_merge_10"), "merge_cycle"),
        Bad(("account", account, "no_such_account"), "orphan"),
        Bad(("account", "bad_merge_11", "bad_account_3"), "orphan"),
        Bad(("subscription", subscription, "no_such_subscription"), "orphan"),
        Bad(account_merge, "duplicate"),
        Bad((*account_merge[:2], "~ another"), "conflicting_duplicate"),
    ]


def bad_financials(good: list[Row]) -> list[Bad]:
    """Months of the company's financials; a second row of a month sorts after the first."""
    amounts = ("100000.00", "-10000.00", "12000.00")
    made: list[tuple[tuple[str, ...], str]] = [
        (("", "USD", *amounts), "missing_key"),
        (("2024-05-31", "", *amounts), "missing_value"),
        (("2024-02-30", "USD", *amounts), "invalid_date"),
        (("05/2024", "USD", *amounts), "invalid_date"),
        (("2024-05-31", "USD", "100,000.00", "", ""), "invalid_number"),
        (("2024-05-31", "USD", "", "n/a", ""), "invalid_number"),
        (("2024-05-31", "USD", "", "", "1e5"), "invalid_number"),
        (("2026-01-31", "USD", *amounts), "future"),
        (("2024-05-31", "USD", "-100000.00", "", ""), "negative_amount"),
        (("2024-05-31", "JPY", *amounts), "unknown_currency"),
        (("2025-03-31", "CAD", *amounts), "missing_exchange_rate"),
    ]
    return [
        *(Bad(row, reason) for row, reason in made),
        Bad(good[7], "duplicate"),
        Bad(
            changed("company_financials", good[19], recognized_revenue="99999999.00"), "conflicting_duplicate"
        ),
    ]

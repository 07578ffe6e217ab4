"""What stands on the demo's contracts beside the plans (use, add-ons, discounts, moves), and its books."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from python_tests.support.demo_files import (
    MOVED,
    good_merges,
    good_rows,
    instant,
    is_beside_the_plan,
    now_known_as,
    rows,
    truth,
)


def planted() -> dict[str, Any]:
    """What the generator says that it planted among the simulated accounts."""
    content: dict[str, Any] = truth()["simulated"]
    return content


def test_usage_and_add_ons_are_as_planted() -> None:
    items = [row for row in rows("subscription_items") if not row["account_id"].startswith("story_")]
    metered = [row for row in items if row["is_usage_based"].lower() in ("true", "yes", "1")]
    assert {row["plan_name"] for row in metered} == {"api_calls"}
    assert len(metered) == planted()["usage_rows"] > 150
    assert len({row["subscription_id"] for row in metered}) == planted()["metered_subscriptions"] > 8
    months = Counter((row["subscription_id"], row["started_at"][:7]) for row in metered)
    assert max(months.values()) == 1, "one row for each billed month"
    assert all(instant(row["ended_at"]) - instant(row["started_at"]) <= timedelta(days=31) for row in metered)
    assert sum(row["started_at"].startswith("2025-12") for row in metered) > 3, "the last month is billed"
    added = [row for row in items if is_beside_the_plan(row) and row not in metered]
    assert len(added) == planted()["add_ons"] > 10


def test_discounts_are_as_planted() -> None:
    kinds: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for row in good_rows("subscription_discounts", "d"):
        kinds[row["subscription_id"]].append((row["duration"], row["percent_off"] != ""))
    # Copies share the key of the row that they copy, and good_rows leaves them out with it.
    counts = Counter(
        "stacked_percents" if len(kind) == 2 else f"{kind[0][0]}_{'percent' if kind[0][1] else 'amount'}"
        for kind in kinds.values()
    )
    counts["repeating_percent"] += 2
    assert counts == planted()["discounted_subscriptions"]
    paid = {row["subscription_item_id"]: row for row in good_rows("subscription_items", "a")}
    for row in good_rows("subscription_discounts", "d"):
        assert bool(row["amount_off"]) != bool(row["percent_off"]), row
        if row["amount_off"]:
            assert float(row["amount_off"]) < 0.5 * float(paid[row["subscription_item_id"]]["amount"]), row


def test_cancellations_are_taken_back_as_planted() -> None:
    changes: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows("subscription_statuses"):
        if not row["subscription_id"].startswith("story_"):
            changes[row["subscription_id"]].append(row)
    taken_back = [
        (before, after)
        for of_one in changes.values()
        for before, after in pairwise(of_one)
        if before["cancel_requested_at"]
        and [before["status"], after["status"]] == ["active", "active"]
        and not after["cancel_requested_at"]
    ]
    assert len(taken_back) == planted()["cancellations_taken_back"] > 8
    for before, after in taken_back:
        assert timedelta() < instant(after["changed_at"]) - instant(before["changed_at"]) < timedelta(days=21)


def test_moved_accounts_are_named_by_the_old_id_until_the_move() -> None:
    merges = {row["old_id"]: row["new_id"] for row in good_merges() if not row["old_id"].startswith("story")}
    assert merges == planted()["merges"]
    moved = {old: now_known_as(old) for old in merges if not old.endswith("-s1")}
    assert len(set(moved.values())) == 6
    assert len(moved) == 7, "one of them moved twice"
    known = {row["account_id"] for row in rows("accounts")}
    assert 0 < len(known & set(moved)) < 6, "some old accounts are forgotten"
    for table, time in (
        ("events", "occurred_at"),
        ("survey_responses", "responded_at"),
        ("support_tickets", "created_at"),
    ):
        for row in rows(table):
            if row["account_id"] in moved:
                assert instant(row[time]).date() <= MOVED, row
            if row["account_id"] in moved.values():
                assert instant(row[time]).date() >= MOVED or row["event_id"].startswith("extra"), row
    assert sum(row["account_id"] in moved for row in rows("events")) > 300


def test_a_move_changes_no_price() -> None:
    by_subscription: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows("subscription_items"):
        by_subscription[row["subscription_id"]].append(row)
    terms = ("plan_name", "amount", "currency", "billing_interval", "recurring_discount_amount")
    gaps = set()
    for old, new in planted()["merges"].items():
        if old.endswith("-s1"):
            last, first = by_subscription[old][-1], by_subscription[new][0]
            assert [last[term] for term in terms] == [first[term] for term in terms]
            gaps.add(
                (instant(first["started_at"]) - instant(last["ended_at"])).days if last["ended_at"] else None
            )
    assert gaps == {0, 3, -4, None}, "clean cuts, gaps, overlaps, and one that never ended"


def monthly_price(row: dict[str, str], end: datetime) -> float:
    """What an item is worth a month at some moment, in its currency; discounts left aside."""
    ended = row["ended_at"] and instant(row["ended_at"]) <= end
    if row["is_trial"] == "true" or ended or instant(row["started_at"]) > end:
        return 0.0
    months = {"day": 12 / 365, "week": 12 / 52, "month": 1, "quarter": 3, "year": 12}
    return float(row["amount"]) / months[row["billing_interval"].strip().lower()]


def test_the_companys_accounts_follow_its_revenue() -> None:
    good = truth()["rejected_rows"]["company_financials"]
    bad = {key[:7] for key, reason in good if reason in ("future", "conflicting_duplicate")}
    found = {
        row["month"][:7]: row
        for row in rows("company_financials")
        if row["currency"].upper() == "USD" and row["month"][4:5] == "-" and row["month"][:7] not in bad
    }
    assert len(found) == 35, "36 months, one of them with two sets of figures"
    for year in (2023, 2024, 2025):
        end = datetime(year, 12, 31, tzinfo=UTC)
        items = [*good_rows("subscription_items", "a"), *good_rows("subscription_items", "cust")]
        booked = sum(monthly_price(row, end) for row in items)
        row = found[f"{year}-12"]
        assert 0.85 * booked < float(row["recognized_revenue"]) < 1.15 * booked
        assert float(row["ebitda"]) < 0 < float(row["net_burn"])


def test_salaries_have_no_channel() -> None:
    unallocated = [row for row in rows("marketing_spend") if row["acquisition_channel"] == "(unallocated)"]
    assert len({row["spend_date"][:7] for row in unallocated}) == len(unallocated) == 36

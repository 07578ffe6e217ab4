"""Discounts and merges that must not count, each for one reason, and some that look odd and must."""

from __future__ import annotations

from python_tests.cases.case import Case, Line, Refusal, Tables, item
from python_tests.support.raw_files import RawRow


def _discount(name: str, why: str, reason: str | None, **odd: object) -> Case:
    """10 % off a plan of 100 for good, but for what is odd: refused for `reason`, or (None) taken off."""
    row: RawRow = {
        "discount_id": name, "subscription_id": f"{name}/x", "percent_off": "10", "duration": "forever",
        "started_at": "2024-01-05", **odd,
    }  # fmt: skip
    tables: Tables = {
        "subscription_items": [item(name, "100", "2024-01-05", n="x")],
        "subscription_discounts": [row],
    }
    key = str(row["discount_id"]).strip()
    refused = (Refusal("subscription_discounts", key, reason),) if reason else ()
    paid = Line("2024-01", "new", "100" if reason else "90")
    return Case(name, why, tables, (paid,), refused=refused)


def _merge(name: str, why: str, reason: str, *pairs: tuple[str, str, str]) -> Case:
    """Merges that must not be made, each for the same reason; the account goes on by itself."""
    rows = [dict(zip(("entity", "old_id", "new_id"), pair, strict=True)) for pair in pairs]
    refused = tuple(
        Refusal("merge_map", f"{entity.strip()}|{old_id.strip()}", reason) for entity, old_id, _ in pairs
    )
    items = [item(name, "100", "2024-01-05", n="x")]
    tables: Tables = {"subscription_items": items, "merge_map": rows}
    return Case(name, why, tables, (Line("2024-01", "new", "100"),), refused=refused)


DISCOUNTS = (
    _discount("discount_text_is_trimmed", "blanks around values do not count, words fold", None,
              percent_off=" 10 ", duration=" Forever"),
    _discount("discount_without_id", "no key", "missing_key", discount_id=" "),
    _discount("discount_of_nothing", "neither a percentage nor an amount", "missing_value", percent_off=""),
    _discount("discount_amount_without_item", "whose currency would it be", "missing_value",
              percent_off="", amount_off="5"),
    _discount("discount_repeats_for_ever", "repeating needs an end", "missing_value", duration="repeating"),
    _discount("discount_without_start", "a required column", "missing_value", started_at=""),
    _discount("discount_too_fine", "five decimals would be rounded silently", "invalid_number",
              percent_off="33.33333"),
    _discount("discount_with_a_sign", "no number by the pattern", "invalid_number", percent_off="10%"),
    _discount("discount_ends_on_no_day", "2024 has no 31 April", "invalid_timestamp", ended_at="2024-04-31"),
    _discount("discount_for_a_while", "neither once, repeating nor forever", "unknown_duration",
              duration="a while"),
    _discount("discount_both_ways", "a percentage and an amount", "ambiguous_discount",
              amount_off="5", subscription_item_id="discount_both_ways/x"),
    _discount("discount_of_no_subscription", "nobody's", "orphan", subscription_id="nobody"),
    _discount("discount_of_no_item", "the subscription has no such item", "orphan",
              subscription_item_id="nobody"),
    _discount("discount_from_tomorrow", "after as_of", "future", started_at="2024-06-16"),
    _discount("discount_of_no_percent", "it would change nothing", "invalid_percent", percent_off="0"),
    _discount("discount_above_everything", "more than all of it", "invalid_percent", percent_off="100.0001"),
    _discount("discount_below_nothing", "a surcharge is no discount", "negative_amount",
              percent_off="", amount_off="-5", subscription_item_id="discount_below_nothing/x"),
    _discount("discount_ends_as_it_starts", "an empty period", "empty_period", ended_at="2024-01-05"),
    Case("once_needs_no_end", "once lasts one interval, whatever its end says",
         {"subscription_items": [item("once_needs_no_end", "100", "2024-01-05", n="x")],
          "subscription_discounts": [{"discount_id": "once", "subscription_id": "once_needs_no_end/x",
                                      "percent_off": "10", "duration": "once", "started_at": "2024-01-05",
                                      "ended_at": "2024-01-01"}]},
         (Line("2024-01", "new", "100"),)),
)  # fmt: skip

MERGES = (
    _merge("merge_of_nothing", "no key", "missing_key", ("account", " ", "merge_of_nothing")),
    _merge("merge_of_what", "no key either", "missing_key", ("", "merge_of_what-old", "merge_of_what")),
    _merge("merge_into_nothing", "a required column", "missing_value", ("account", "merge_into_nothing", "")),
    _merge("merge_of_users", "accounts and subscriptions only", "unknown_entity",
           ("user", "merge_of_users-old", "merge_of_users")),
    _merge("merge_into_itself", "a chain without an end", "merge_cycle",
           ("account", "merge_into_itself", "merge_into_itself")),
    _merge("merge_in_a_circle", "each leads to the other, and a third into their circle", "merge_cycle",
           ("account", "merge_in_a_circle", "merge_in_a_circle-2"),
           ("account", "merge_in_a_circle-2", "merge_in_a_circle"),
           ("account", "merge_in_a_circle-3", "merge_in_a_circle")),
    _merge("merge_into_the_unknown", "the chain ends with nobody's account", "orphan",
           ("account", "merge_into_the_unknown", "merge_into_the_unknown-2"),
           ("account", "merge_into_the_unknown-2", "nobody")),
    _merge("merge_into_no_subscription", "the chain ends with a subscription without items", "orphan",
           ("subscription", "merge_into_no_subscription/x", "nobody")),
    Case("merge_twice", "equal rows: one counts",
         {"subscription_items": [item("merge_twice-old", "100", "2024-01-05")],
          "merge_map": [{"entity": "account", "old_id": "merge_twice-old", "new_id": "merge_twice"}] * 2},
         (Line("2024-01", "new", "100"),),
         refused=(Refusal("merge_map", "account|merge_twice-old", "duplicate"),)),
    Case("merge_otherwise", "of two successors the first by text is taken",
         {"subscription_items": [item("merge_otherwise-old", "100", "2024-01-05")],
          "merge_map": [{"entity": "account", "old_id": "merge_otherwise-old", "new_id": new_id}
                        for new_id in ("nobody", "merge_otherwise")]},
         (Line("2024-01", "new", "100"),),
         refused=(Refusal("merge_map", "account|merge_otherwise-old", "conflicting_duplicate"),)),
)  # fmt: skip

CASES = DISCOUNTS + MERGES

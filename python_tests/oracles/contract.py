"""The raw contract as the oracles understand it: written out here, not read from the project."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

# Which version of a row is the newest, and that it is gone; any company may lack them in any table.
UPDATED_AT, IS_DELETED = "row_updated_at", "row_is_deleted"


@dataclass(frozen=True)
class Column:
    """One contract column; `kind` names the pattern that its text must match."""

    name: str
    kind: str
    is_required: bool


@dataclass(frozen=True)
class Table:
    """One raw table; `key` is empty for marketing_spend, where equal rows are two purchases.

    A company may lack the columns named in `optional` (they are null), and a whole table (it is empty).
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    optional: tuple[str, ...] = ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def _table(name: str, key: str, columns: str, optional: str = "") -> Table:
    """Read `name?:kind` words; `?` marks a nullable column, no kind means text."""
    parsed = []
    for word in columns.split():
        label, _, kind = word.partition(":")
        parsed.append(Column(label.rstrip("?"), kind or "text", not label.endswith("?")))
    return Table(name, tuple(key.split()), tuple(parsed), tuple(optional.split()))


# In the order in which a table may refer to the ones before it.
TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _table("exchange_rates", "currency rate_date", "currency:currency rate_date:date rate:rate"),
        _table(
            "accounts",
            "account_id",
            "account_id account_name created_at:timestamp segment? industry? country? acquisition_channel?",
        ),
        _table("merge_map", "entity old_id", "entity:entity old_id new_id"),
        _table("users", "user_id", "user_id account_id role? email? created_at:timestamp"),
        _table(
            "subscription_items",
            "subscription_item_id started_at",
            "subscription_item_id subscription_id account_id plan_name amount:money"
            " recurring_discount_amount?:money currency:currency billing_interval:interval"
            " billing_interval_count:count quantity?:money started_at:timestamp ended_at?:timestamp"
            " is_trial?:boolean is_usage_based?:boolean",
            optional="is_usage_based",
        ),
        _table(
            "subscription_statuses",
            "subscription_id changed_at",
            "subscription_id status:status changed_at:timestamp cancel_requested_at?:timestamp"
            " cancel_reason?",
        ),
        _table(
            "subscription_discounts",
            "discount_id",
            "discount_id subscription_id subscription_item_id? percent_off?:percent amount_off?:money"
            " duration:duration started_at:timestamp ended_at?:timestamp",
        ),
        _table(
            "events",
            "event_id",
            "event_id account_id user_id? session_id? event_name occurred_at:timestamp received_at?:timestamp"
            " object_id? quantity?:money is_internal?:boolean",
        ),
        _table(
            "survey_responses",
            "response_id",
            "response_id survey:survey account_id? user_id? subject? score:score responded_at:timestamp",
        ),
        _table(
            "support_tickets",
            "ticket_id",
            "ticket_id account_id? user_id? created_at:timestamp first_responded_at?:timestamp"
            " resolved_at?:timestamp category? is_product_related?:boolean priority?",
        ),
        _table("marketing_spend", "", "spend_date:date acquisition_channel amount:money currency:currency"),
        _table(
            "company_financials",
            "month",
            "month:month currency:currency recognized_revenue?:money ebitda?:money net_burn?:money",
            optional="recognized_revenue ebitda net_burn",
        ),
    )
}

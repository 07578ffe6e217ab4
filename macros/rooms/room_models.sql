{# What the marts over all rooms gather, by room. Written by `uv run python -m north_star rooms`.
   published: marts that publish a metric. judged: raw table, its source and the model that judges its rows.
   dated: raw columns with which the calendar may begin. #}
{% macro room_models() %}
    {{ return({
        "published": {
            "cohorts": [
                "anniversary_retention",
            ],
            "core": [
                "active_users_daily",
                "churn_monthly",
                "lifetime_value",
                "mrr_monthly",
                "north_star_periods",
                "nps_monthly",
                "revenue_retention_monthly",
                "sign_ups_monthly",
                "usage_lifecycle_monthly",
            ],
            "economics": [
                "unit_economics_monthly",
            ],
            "engagement": [
                "engagement_monthly",
                "usage_retention",
            ],
            "lifecycle": [
                "activation_cohorts",
                "trials_monthly",
            ],
            "support": [
                "ces_monthly",
                "csat_monthly",
                "support_monthly",
            ],
        },
        "judged": {
            "core": [
                ["accounts", "crm", "base_crm__accounts"],
                ["exchange_rates", "billing", "stg_billing__exchange_rates"],
                ["merge_map", "billing", "stg_billing__account_merges"],
                ["merge_map", "billing", "stg_billing__subscription_merges"],
                ["subscription_discounts", "billing", "stg_billing__subscription_discounts"],
                ["subscription_items", "billing", "stg_billing__subscription_items"],
                ["subscription_statuses", "billing", "stg_billing__subscription_statuses"],
                ["survey_responses", "survey", "stg_survey__responses"],
                ["users", "crm", "stg_crm__users"],
            ],
            "economics": [
                ["company_financials", "finance", "stg_finance__company_financials"],
                ["marketing_spend", "marketing", "stg_marketing__spend"],
            ],
            "support": [
                ["support_tickets", "support", "stg_support__tickets"],
            ],
        },
        "dated": {
            "core": [
                ["survey", "survey_responses", "responded_at"],
            ],
            "economics": [
                ["finance", "company_financials", "month"],
                ["marketing", "marketing_spend", "spend_date"],
            ],
            "support": [
                ["support", "support_tickets", "created_at"],
            ],
        },
    }) }}
{% endmacro %}

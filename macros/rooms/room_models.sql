{# What the marts over all rooms gather, by room. Written by `uv run python -m north_star rooms`.
   published: marts that publish a metric. judged: raw table, its source and the model that judges its rows.
   dated: raw columns with which the calendar may begin. #}
{% macro room_models() %}
    {{ return({
        "published": {
            "cohorts": [
                "anniversary_retention_by_breakdown",
            ],
            "core": [
                "active_users_daily_by_breakdown",
                "churn_monthly_by_breakdown",
                "lifetime_value_by_breakdown",
                "mrr_monthly_by_breakdown",
                "north_star_periods_by_breakdown",
                "nps_by_breakdown",
                "revenue_retention_monthly_by_breakdown",
                "sign_ups_monthly_by_breakdown",
                "usage_lifecycle_monthly_by_breakdown",
            ],
            "economics": [
                "unit_economics_monthly_by_breakdown",
            ],
            "engagement": [
                "engagement_monthly_by_breakdown",
                "usage_retention_by_breakdown",
            ],
            "lifecycle": [
                "activation_cohorts_by_breakdown",
                "trials_monthly_by_breakdown",
            ],
            "support": [
                "ces_monthly_by_breakdown",
                "csat_monthly_by_breakdown",
                "support_monthly_by_breakdown",
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

{# The select that reads seeds/reference/revenue_policies.csv. A blank number of days means for as long as it lasts; the
   setting past_due_grace_days overrides that of the chosen policy. #}
{% macro revenue_policy_rows() %}
    select
        policy_name,
        label,
        policy_name = {{ setting('revenue_policy') }} as is_chosen,
        trials,
        free_months,
        coalesce(
            case when policy_name = {{ setting('revenue_policy') }} then {{ setting('past_due_grace_days') }} end,
            past_due_grace_days,
            999999
        ) as past_due_grace_days,
        pauses,
        discounts,
        usage,
        churn_date,
        weeks_per_month,
        days_per_month,
        renewal_tolerance_days,
        coalesce(reactivation_window_days, 999999) as reactivation_window_days,
        intra_month_churn,
        churn_base,
        zero_churn_ltv,
        net_churn_reactivation,
        quick_ratio_reactivation

    from {{ ref('revenue_policies') }}
{% endmacro %}


{# How many weeks and days a month has, as fractions of whole numbers: 52/12 is 52 and 12, 4 is 4 and 1. #}
{% macro interval_factors() %}
    {%- for unit in ['weeks', 'days'] %}
    cast({{ dbt.split_part(unit ~ '_per_month', "'/'", 1) }} as integer) as {{ unit }}_numerator,
    coalesce(cast(nullif({{ dbt.split_part(unit ~ '_per_month', "'/'", 2) }}, '') as integer), 1)
        as {{ unit }}_denominator
        {{- ',' if not loop.last }}
    {%- endfor %}
{% endmacro %}

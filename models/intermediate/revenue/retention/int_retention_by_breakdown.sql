{%- set measures = [
    'base_account_count', 'retained_account_count', 'base_mrr', 'retained_mrr', 'kept_mrr', 'constant_currency_base_mrr',
    'constant_currency_retained_mrr', 'constant_currency_kept_mrr',
] -%}
with

retention as (

    select * from {{ ref('int_account_retention') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

breakdowns as (

    select * from {{ ref('int_profile_breakdowns') }}

),

by_profile as (

    select
        retention.month_start,
        {% for horizon in retention_horizons() %}
            {% for measure in measures %}
                sum(retention.{{ measure }}_{{ horizon }}m) as {{ measure }}_{{ horizon }}m,
            {% endfor %}
        {% endfor %}
        profiles.profile_id

    from retention

    inner join profiles
        on retention.account_id = profiles.account_id

    group by retention.month_start, profiles.profile_id

),

by_breakdown as (

    select
        by_profile.month_start,
        {% for horizon in retention_horizons() %}
            {% for measure in measures %}
                sum(by_profile.{{ measure }}_{{ horizon }}m) as {{ measure }}_{{ horizon }}m,
            {% endfor %}
        {% endfor %}
        breakdowns.breakdown,
        breakdowns.breakdown_value

    from by_profile

    inner join breakdowns
        on by_profile.profile_id = breakdowns.profile_id

    group by by_profile.month_start, breakdowns.breakdown, breakdowns.breakdown_value

)

select * from by_breakdown

{#- What there was to be retained needs no adding up: it is what the month so many months before closed with. -#}
{%- set measures = [
    'retained_account_count', 'retained_mrr', 'kept_mrr', 'constant_currency_retained_mrr', 'constant_currency_kept_mrr',
] -%}
with

retention as (

    select * from {{ ref('int_account_retention') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

parts as (

    select * from {{ ref('int_profile_parts') }}

),

breakdowns as (

    select * from {{ ref('int_profile_part_breakdowns') }}

),

by_part as (

    select
        retention.month_start,
        {% for horizon in retention_horizons() %}
            {% for measure in measures %}
                sum(retention.{{ measure }}_{{ horizon }}m) as {{ measure }}_{{ horizon }}m,
            {% endfor %}
        {% endfor %}
        parts.profile_part_id

    from retention

    inner join profiles
        on retention.account_id = profiles.account_id

    inner join parts
        on profiles.profile_id = parts.profile_id

    group by retention.month_start, parts.profile_part_id

),

by_breakdown as (

    select
        by_part.month_start,
        {% for horizon in retention_horizons() %}
            {% for measure in measures %}
                sum(by_part.{{ measure }}_{{ horizon }}m) as {{ measure }}_{{ horizon }}m,
            {% endfor %}
        {% endfor %}
        breakdowns.breakdown,
        breakdowns.breakdown_value

    from by_part

    inner join breakdowns
        on by_part.profile_part_id = breakdowns.profile_part_id

    group by by_part.month_start, breakdowns.breakdown, breakdowns.breakdown_value

)

select * from by_breakdown

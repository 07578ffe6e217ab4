{#- Incremental by day. -#}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_other_versions('day_version', ref('int_counted_days')) }}",
) }}
with

user_days as (

    select * from {{ ref('int_user_days') }}
    where {{ not_made_yet('day_version') }}

)

-- Whoever was seen in two accounts was active once.
{% for entity in ('user', 'account') %}
    select distinct
        day_version,
        date_day,
        '{{ entity }}' as entity,
        {{ entity }}_number as entity_number
    from user_days
    where {{ entity }}_number is not null

    {{ 'union all' if not loop.last }}
{% endfor %}

{#- Incremental by month. -#}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_other_versions('month_version', ref('int_counted_days')) }}",
) }}
with

counted_days as (

    select * from {{ ref('int_counted_days') }}
    where {{ not_made_yet('month_version') }}

),

entity_days as (

    select * from {{ ref('int_active_entity_days') }}

),

entity_months as (

    select
        counted_days.month_version,
        entity_days.entity,
        entity_days.entity_number,
        counted_days.month_start,
        min(entity_days.date_day) as first_active_date,
        max(entity_days.date_day) as last_active_date,
        cast(count(*) as integer) as active_day_count

    from entity_days

    inner join counted_days
        on entity_days.date_day = counted_days.date_day

    group by 1, 2, 3, 4

){% if is_incremental() %},

-- Months that keep their version come before all others.
kept as (

    select
        entity_number,
        max(month_start) as month_start

    from {{ this }}

    where entity_number in (select entity_number from entity_months)

    group by 1

)
{% endif %}

select
    entity_months.month_version,
    entity_months.entity,
    entity_months.entity_number,
    entity_months.month_start,
    entity_months.first_active_date,
    entity_months.last_active_date,
    entity_months.active_day_count,
    coalesce(
        lag(entity_months.month_start) over (
            partition by entity_months.entity_number order by entity_months.month_start
        ),
        {{ 'kept.month_start' if is_incremental() else 'null' }}
    ) as previous_active_month

from entity_months

{% if is_incremental() %}
    left join kept
        on entity_months.entity_number = kept.entity_number
{% endif %}

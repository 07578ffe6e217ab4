-- Since when a step can be seen at all. Who signed up before, or in a company that keeps no such data, is not known to
-- have missed it.
with

steps as (

    select * from {{ ref('int_activation_steps') }}

),

usage_days as (

    select min(date_day) as first_day from {{ ref('usage_days') }}

),

north_star_periods as (

    select min(period_start) as first_day

    from {{ ref('int_north_star_periods') }}

    where is_primary and is_in_force and is_complete

),

subscription_items as (

    select case when count(*) > 0 then cast('0001-01-01' as date) end as first_day

    from {{ ref('int_subscription_items') }}

),

final as (

    select
        steps.step_name,
        steps.step_number,
        steps.step_label,
        steps.kind,
        steps.window_days,
        cast({{ dbt.date_trunc('month', "case steps.kind
            when 'sign_up' then cast('0001-01-01' as date)
            when 'events' then usage_days.first_day
            when 'north_star' then north_star_periods.first_day
            else subscription_items.first_day
        end") }} as date) as measured_from_month

    from steps

    cross join usage_days

    cross join north_star_periods

    cross join subscription_items

)

select * from final

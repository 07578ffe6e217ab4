-- How much of anything an observed account did in the month; nothing where it was not seen.
with

usage_by_day as (

    select * from {{ ref('int_daily_usage') }}

),

histories as (

    select * from {{ ref('int_account_histories') }}
    where policy_variant_id = 0

),

observed_months as (

    select * from {{ ref('int_observed_account_months') }}

),

volumes as (

    select
        histories.history_id,
        cast({{ dbt.date_trunc('month', 'usage_by_day.date_day') }} as date) as month_start,
        sum(usage_by_day.event_count) as event_count

    from usage_by_day

    inner join histories
        on usage_by_day.account_id = histories.account_id

    group by 1, 2

),

final as (

    select
        observed_months.scope,
        observed_months.history_id,
        observed_months.month_start,
        coalesce(volumes.event_count, 0) as event_count

    from observed_months

    left join volumes
        on observed_months.history_id = volumes.history_id
        and observed_months.month_start = volumes.month_start

)

select * from final

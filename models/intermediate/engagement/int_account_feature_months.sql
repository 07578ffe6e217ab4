with

daily_usage as (

    select * from {{ ref('int_daily_usage') }}

),

feature_months as (

    select
        account_id,
        event_name,
        cast({{ dbt.date_trunc('month', 'date_day') }} as date) as month_start,
        min(date_day) as first_used_date,
        max(date_day) as last_used_date,
        sum(event_count) as event_count,
        -- The 28 days that end with as_of.
        sum(
            case
                when date_day > cast({{ dbt.dateadd('day', -28, setting('as_of')) }} as date) then event_count
                else 0
            end
        ) as recent_event_count

    from daily_usage

    group by 1, 2, 3

)

select * from feature_months

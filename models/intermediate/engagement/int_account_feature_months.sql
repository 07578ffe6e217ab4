with

events as (

    select * from {{ ref('int_counted_events') }}

),

feature_months as (

    select
        account_number,
        event_name,
        cast({{ dbt.date_trunc('month', 'date_day') }} as date) as month_start,
        min(date_day) as first_used_date,
        max(date_day) as last_used_date,
        count(*) as event_count,
        -- The 28 days that end with as_of.
        count(
            case when date_day > cast({{ dbt.dateadd('day', -28, setting('as_of')) }} as date) then 1 end
        ) as recent_event_count

    from events

    group by 1, 2, 3

)

select * from feature_months

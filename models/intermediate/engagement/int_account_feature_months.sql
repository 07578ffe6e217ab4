with

events as (

    select * from {{ ref('int_counted_events') }}

),

numbers as (

    select * from {{ ref('stg_crm__entity_numbers') }}

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

select
    numbers.entity_id as account_id,
    feature_months.event_name,
    feature_months.month_start,
    feature_months.first_used_date,
    feature_months.last_used_date,
    feature_months.event_count,
    feature_months.recent_event_count

from feature_months

inner join numbers
    on feature_months.account_number = numbers.entity_number

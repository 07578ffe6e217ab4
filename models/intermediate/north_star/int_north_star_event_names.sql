with

usage as (

    select
        event_name,
        min(date_day) as first_date,
        max(date_day) as last_date

    from {{ ref('int_daily_usage') }}

    group by 1

),

sign_ups as (

    select
        '(' || entity || '_signed_up)' as event_name,
        min(created_date) as first_date,
        max(created_date) as last_date

    from {{ ref('int_north_star_sign_ups') }}

    group by 1

)

select
    event_name,
    first_date,
    last_date,
    false as is_sign_up

from usage

union all

select
    event_name,
    first_date,
    last_date,
    true as is_sign_up

from sign_ups

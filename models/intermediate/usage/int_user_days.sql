with

events as (

    select * from {{ ref('int_counted_events') }}

)

select
    date_day,
    account_number,
    user_number,
    count(*) as event_count,
    sum(quantity) as quantity

from events

group by 1, 2, 3

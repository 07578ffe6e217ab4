with

days as (

    select * from {{ ref('days') }}

),

months as (

    select
        month_start,
        cast({{ dbt.dateadd('month', 1, 'month_start') }} as date) as next_month_start,
        max(date_day) as last_counted_date

    from days

    group by 1, 2

),

with_completeness as (

    select
        *,
        {{ dbt.dateadd('day', 1, 'last_counted_date') }} = next_month_start as is_complete

    from months

)

select * from with_completeness

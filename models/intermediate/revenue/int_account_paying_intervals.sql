with

periods as (

    select * from {{ ref('int_paying_periods') }}

),

changes as (

    select
        account_id,
        started_date as change_date,
        1 as period_count,
        false as is_ended_by_non_payment

    from periods

    union all

    select
        account_id,
        ended_date as change_date,
        -1 as period_count,
        is_ended_by_non_payment

    from periods

    where ended_date is not null

),

-- An end and a start on one day cancel out: leaving and coming back within a day is no churn.
by_date as (

    select
        account_id,
        change_date,
        sum(period_count) as period_count,
        max(case when is_ended_by_non_payment then 1 else 0 end) = 1 as is_ended_by_non_payment

    from changes

    group by 1, 2

),

with_open_count as (

    select
        account_id,
        change_date,
        is_ended_by_non_payment,
        sum(period_count) over (partition by account_id order by change_date) as open_count,
        sum(period_count) over (partition by account_id order by change_date) - period_count as open_count_before

    from by_date

),

edges as (

    select
        account_id,
        change_date,
        open_count,
        lead(change_date) over (partition by account_id order by change_date) as next_edge_date,
        lead(is_ended_by_non_payment) over (partition by account_id order by change_date) as is_next_by_non_payment

    from with_open_count

    where (open_count > 0) != (open_count_before > 0)

),

intervals as (

    select
        account_id,
        change_date as started_date,
        next_edge_date as ended_date,
        coalesce(is_next_by_non_payment, false) as is_ended_by_non_payment

    from edges

    where open_count > 0

)

select * from intervals

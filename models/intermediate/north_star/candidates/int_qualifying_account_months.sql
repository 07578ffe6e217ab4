-- Once a month, in however many of its windows and by however many of its users.
with

qualifying as (

    select * from {{ ref('north_star_accounts') }}

),

windows as (

    select * from {{ ref('int_north_star_periods') }}
    where is_complete

),

histories as (

    select * from {{ ref('int_account_histories') }}
    where policy_variant_id = 0

),

by_month as (

    select
        windows.definition_id,
        qualifying.account_id,
        cast({{ dbt.date_trunc('month', dbt.dateadd('day', -1, 'windows.period_end')) }} as date) as month_start

    from qualifying

    inner join windows
        on qualifying.definition_name = windows.definition_name
        and qualifying.definition_version = windows.definition_version
        and qualifying.period_start = windows.period_start

    group by 1, 2, 3

)

-- Who never paid has no history, and nothing that evidence could compare.
select
    by_month.definition_id,
    histories.history_id,
    by_month.month_start

from by_month

inner join histories
    on by_month.account_id = histories.account_id

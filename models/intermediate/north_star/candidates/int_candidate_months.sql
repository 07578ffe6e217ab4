-- Each definition month by month, as the share of paying accounts that met it.
with

definition_months as (

    select * from {{ ref('int_definition_months') }}

),

qualifying as (

    select * from {{ ref('int_qualifying_account_months') }}

),

account_months as (

    select * from {{ ref('int_account_months') }}
    where closing_mrr > 0

),

months as (

    select * from {{ ref('months') }}
    where is_complete

),

paying_counts as (

    select
        month_start,
        count(*) as account_count

    from account_months

    group by 1

),

qualifying_counts as (

    select
        qualifying.definition_id,
        qualifying.month_start,
        count(*) as qualifying_account_count

    from qualifying

    inner join account_months
        on qualifying.history_id = account_months.history_id
        and qualifying.month_start = account_months.month_start

    group by 1, 2

)

select
    definition_months.definition_id,
    definition_months.month_start,
    paying_counts.account_count,
    coalesce(qualifying_counts.qualifying_account_count, 0) as qualifying_account_count,
    cast(coalesce(qualifying_counts.qualifying_account_count, 0) as double) / paying_counts.account_count
        as qualifying_share

from definition_months

inner join paying_counts
    on definition_months.month_start = paying_counts.month_start

-- A week may end in a month that is not over.
inner join months
    on definition_months.month_start = months.month_start

left join qualifying_counts
    on definition_months.definition_id = qualifying_counts.definition_id
    and definition_months.month_start = qualifying_counts.month_start

with

reporting_currency_changes as (

    select * from {{ ref('int_mrr_changes_in_reporting_currency') }}

),

other_currency_changes as (

    select * from {{ ref('int_mrr_changes_in_other_currencies') }}

),

-- A month in which the account went to zero is one to look at, even where its end sees no change.
losses as (

    select * from {{ ref('int_account_losses') }}

),

all_changes as (

    select
        *,
        0 as loss_count
    from reporting_currency_changes

    union all

    select
        *,
        0 as loss_count
    from other_currency_changes

    union all

    select
        history_id,
        month_start,
        0 as mrr_change,
        0 as revaluation,
        0 as usage_change,
        0 as committed_change,
        0 as constant_currency_change,
        loss_count
    from losses

),

by_month as (

    select
        history_id,
        month_start,
        cast(sum(mrr_change) as decimal(38, 6)) as mrr_change,
        cast(sum(revaluation) as decimal(38, 6)) as revaluation,
        cast(sum(usage_change) as decimal(38, 6)) as usage_change,
        cast(sum(committed_change) as decimal(38, 6)) as committed_change,
        cast(sum(constant_currency_change) as decimal(38, 6)) as constant_currency_change,
        cast(sum(loss_count) as integer) as loss_count

    from all_changes

    group by 1, 2

)

select * from by_month

where
    mrr_change != 0
    or revaluation != 0
    or usage_change != 0
    or committed_change != 0
    or constant_currency_change != 0
    or loss_count > 0

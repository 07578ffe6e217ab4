-- What a single rule changes is added up by int_mrr_changes_by_rule; accounts have months under whole policies.
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
        history_id,
        month_start,
        mrr_change,
        revaluation,
        usage_change,
        committed_change,
        constant_currency_change,
        0 as loss_count
    from reporting_currency_changes
    where is_whole_policy

    union all

    select
        history_id,
        month_start,
        mrr_change,
        revaluation,
        usage_change,
        committed_change,
        constant_currency_change,
        0 as loss_count
    from other_currency_changes
    where is_whole_policy

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
        {{ account_amount('sum(mrr_change)') }} as mrr_change,
        {{ account_amount('sum(revaluation)') }} as revaluation,
        {{ account_amount('sum(usage_change)') }} as usage_change,
        {{ account_amount('sum(committed_change)') }} as committed_change,
        {{ account_amount('sum(constant_currency_change)') }} as constant_currency_change,
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

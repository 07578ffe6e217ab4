-- How far meeting a definition is a matter of doing much: the chance that, of two paying accounts of one month, the one
-- that met it did more of anything than the one that did not (the area under the ROC curve; ties count half).
with

usage_by_day as (

    select * from {{ ref('int_daily_usage') }}

),

histories as (

    select * from {{ ref('int_account_histories') }}
    where policy_variant_id = 0

),

account_months as (

    select * from {{ ref('int_account_months') }}
    where closing_mrr > 0

),

definition_months as (

    select * from {{ ref('int_definition_months') }}

),

qualifying as (

    select * from {{ ref('int_qualifying_account_months') }}

),

volumes as (

    select
        histories.history_id,
        cast({{ dbt.date_trunc('month', 'usage_by_day.date_day') }} as date) as month_start,
        sum(usage_by_day.event_count) as event_count

    from usage_by_day

    inner join histories
        on usage_by_day.account_id = histories.account_id

    group by 1, 2

),

with_volume as (

    select
        account_months.history_id,
        account_months.month_start,
        coalesce(volumes.event_count, 0) as event_count

    from account_months

    left join volumes
        on account_months.history_id = volumes.history_id
        and account_months.month_start = volumes.month_start

),

-- Accounts of equal volume are alike here, so their number is enough.
observed as (

    select
        month_start,
        event_count,
        count(*) as account_count

    from with_volume

    group by 1, 2

),

met as (

    select
        qualifying.definition_id,
        with_volume.month_start,
        with_volume.event_count,
        count(*) as account_count

    from with_volume

    inner join qualifying
        on with_volume.history_id = qualifying.history_id
        and with_volume.month_start = qualifying.month_start

    group by 1, 2, 3

),

both_kinds as (

    select
        definition_months.definition_id,
        observed.month_start,
        observed.event_count,
        coalesce(met.account_count, 0) as qualifying_count,
        observed.account_count - coalesce(met.account_count, 0) as other_count

    from observed

    inner join definition_months
        on observed.month_start = definition_months.month_start

    left join met
        on definition_months.definition_id = met.definition_id
        and observed.month_start = met.month_start
        and observed.event_count = met.event_count

),

with_fewer as (

    select
        *,
        sum(other_count) over (partition by definition_id, month_start order by event_count) - other_count
            as other_count_with_fewer

    from both_kinds

),

by_month as (

    select
        definition_id,
        month_start,
        sum(2 * qualifying_count * other_count_with_fewer + qualifying_count * other_count) as doubled_wins,
        sum(qualifying_count) * sum(other_count) as pair_count

    from with_fewer

    group by 1, 2

)

select
    definition_id,
    cast(sum(doubled_wins) as double) / nullif(cast(2 * sum(pair_count) as double), 0) as volume_auc

from by_month

group by 1

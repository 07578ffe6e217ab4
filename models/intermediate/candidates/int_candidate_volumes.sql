-- How far meeting a definition is a matter of doing much: the chance that, of two paying accounts of one month, the one
-- that met it did more of anything than the one that did not (the area under the ROC curve; ties count half).
with

with_volume as (

    select * from {{ ref('int_observed_volumes') }}

),

definition_months as (

    select * from {{ ref('int_definition_months') }}

),

qualifying as (

    select * from {{ ref('int_qualifying_account_months') }}

),

definitions as (

    select distinct
        definition_id,
        scope,
        month_start

    from definition_months

),

-- Accounts of equal volume are alike here, so their number is enough.
observed as (

    select
        scope,
        month_start,
        event_count,
        count(*) as account_count

    from with_volume

    group by 1, 2, 3

),

met as (

    select
        qualifying.definition_id,
        with_volume.month_start,
        with_volume.event_count,
        count(*) as account_count

    from qualifying

    inner join definitions
        on qualifying.definition_id = definitions.definition_id
        and qualifying.month_start = definitions.month_start

    inner join with_volume
        on definitions.scope = with_volume.scope
        and qualifying.history_id = with_volume.history_id
        and qualifying.month_start = with_volume.month_start

    group by 1, 2, 3

),

both_kinds as (

    select
        definitions.definition_id,
        observed.month_start,
        observed.event_count,
        coalesce(met.account_count, 0) as qualifying_count,
        observed.account_count - coalesce(met.account_count, 0) as other_count

    from observed

    inner join definitions
        on observed.scope = definitions.scope
        and observed.month_start = definitions.month_start

    left join met
        on definitions.definition_id = met.definition_id
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

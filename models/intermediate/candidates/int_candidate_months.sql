-- Each definition month by month: how many of the paying accounts in its scope met it, and how much of that is mere
-- volume: in how many pairs of an account that met it and one that did not, the one that met it did more of anything.
with

user_days as (

    select * from {{ ref('int_user_days') }}

),

definition_months as (

    select * from {{ ref('int_definition_months') }}

),

qualifying as (

    select * from {{ ref('int_qualifying_account_months') }}

),

observed_months as (

    select * from {{ ref('int_observed_account_months') }}

),

months as (

    select * from {{ ref('months') }}

),

definitions as (

    select distinct
        definition_id,
        definition_name,
        definition_version,
        scope_id,
        month_start

    from definition_months

),

volumes as (

    select
        account_number,
        cast({{ dbt.date_trunc('month', 'date_day') }} as date) as month_start,
        sum(event_count) as event_count

    from user_days

    group by 1, 2

),

-- Accounts with the same number of events are interchangeable here, so counting them is enough. No events count as 0.
observed as (

    select
        observed_months.scope_id,
        observed_months.month_start,
        coalesce(volumes.event_count, 0) as event_count,
        count(*) as account_count

    from observed_months

    left join volumes
        on observed_months.account_number = volumes.account_number
        and observed_months.month_start = volumes.month_start

    group by 1, 2, 3

),

met as (

    select
        qualifying.definition_id,
        qualifying.month_start,
        coalesce(volumes.event_count, 0) as event_count,
        count(*) as account_count

    from qualifying

    left join volumes
        on qualifying.account_number = volumes.account_number
        and qualifying.month_start = volumes.month_start

    group by 1, 2, 3

),

both_sides as (

    select
        definitions.definition_name,
        definitions.definition_version,
        definitions.month_start,
        observed.event_count,
        coalesce(met.account_count, 0) as qualifying_count,
        observed.account_count - coalesce(met.account_count, 0) as other_count

    from observed

    inner join definitions
        on observed.scope_id = definitions.scope_id
        and observed.month_start = definitions.month_start

    left join met
        on definitions.definition_id = met.definition_id
        and definitions.month_start = met.month_start
        and observed.event_count = met.event_count

),

with_fewer as (

    select
        *,
        sum(other_count) over (
            partition by definition_name, definition_version, month_start order by event_count
        ) - other_count as other_count_with_fewer

    from both_sides

),

by_month as (

    select
        definition_name,
        definition_version,
        month_start,
        sum(qualifying_count + other_count) as account_count,
        sum(qualifying_count) as qualifying_account_count,
        sum(qualifying_count) * sum(other_count) as pair_count,
        -- Doubled, because a tie counts half.
        sum(2 * qualifying_count * other_count_with_fewer + qualifying_count * other_count) as doubled_win_count

    from with_fewer

    group by 1, 2, 3

)

select
    by_month.*,
    cast(by_month.qualifying_account_count as double) / by_month.account_count as qualifying_share,
    -- A week may end in a month that is not over.
    months.is_complete

from by_month

inner join months
    on by_month.month_start = months.month_start

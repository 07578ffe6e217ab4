-- Each definition month by month, as the share of the paying accounts of its scope that met it.
with

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
    where is_complete

),

definitions as (

    select distinct
        definition_id,
        scope,
        month_start

    from definition_months

),

observed_counts as (

    select
        scope,
        month_start,
        count(*) as account_count

    from observed_months

    group by 1, 2

),

qualifying_counts as (

    select
        qualifying.definition_id,
        qualifying.month_start,
        count(*) as qualifying_account_count

    from qualifying

    inner join definitions
        on qualifying.definition_id = definitions.definition_id
        and qualifying.month_start = definitions.month_start

    inner join observed_months
        on definitions.scope = observed_months.scope
        and qualifying.history_id = observed_months.history_id
        and qualifying.month_start = observed_months.month_start

    group by 1, 2

)

select
    definitions.definition_id,
    definitions.month_start,
    observed_counts.account_count,
    coalesce(qualifying_counts.qualifying_account_count, 0) as qualifying_account_count,
    cast(coalesce(qualifying_counts.qualifying_account_count, 0) as double) / observed_counts.account_count
        as qualifying_share

from definitions

inner join observed_counts
    on definitions.scope = observed_counts.scope
    and definitions.month_start = observed_counts.month_start

-- A week may end in a month that is not over.
inner join months
    on definitions.month_start = months.month_start

left join qualifying_counts
    on definitions.definition_id = qualifying_counts.definition_id
    and definitions.month_start = qualifying_counts.month_start

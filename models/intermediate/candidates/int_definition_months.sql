-- The months in which a definition can be compared with what followed: those in which one of its windows ended. For
-- windows since sign-up it is the last window of a month's sign-ups.
with

periods as (

    select * from {{ ref('int_north_star_periods') }}
    where is_complete

),

-- Definitions of one scope are compared with the same account-months; most definitions with all paying ones.
with_scope as (

    select
        definition_id,
        definition_name,
        definition_version,
        window_unit || coalesce('|' || cast(window_days as varchar) || '|' || entity, '')
        || case when population like '%=%' then '|' || entity || '|' || population else '' end as scope,
        entity,
        case when population like '%=%' then population end as limited_population,
        case when window_days is not null then period_start end as sign_up_month,
        is_primary and is_in_force as is_north_star,
        period_start,
        cast({{ dbt.date_trunc('month', 'last_counted_date') }} as date) as month_start

    from periods

)

select
    *,
    -- Millions of account-months are joined by it.
    cast(dense_rank() over (order by scope) as integer) as scope_id

from with_scope

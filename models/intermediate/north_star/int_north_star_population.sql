-- In total, by each attribute of the account and, for active definitions, by account profile. By profile only those:
-- a company has nearly as many profiles as accounts.
with

periods as (

    select * from {{ ref('int_north_star_periods') }}

),

members as (

    select * from {{ ref('int_population_members') }}

),

sign_ups as (

    select * from {{ ref('int_sign_ups') }}

),

profiles as (

    select
        *,
        cast(profile_id as varchar) as account_profile
    from {{ ref('int_account_profiles') }}

),

-- Definitions that share population and calendar windows are counted once, as the first of them.
calendar_periods as (

    select
        *,
        min(definition_id) over (partition by population, entity, window_unit) as counted_as_id,
        min(period_start) over (partition by population, entity, window_unit) as first_period_start,
        max(case when is_active then 1 else 0 end) over (partition by population, entity, window_unit) = 1
            as is_any_active

    from periods

    where window_days is null

),

windows as (

    select * from calendar_periods
    where definition_id = counted_as_id

),

changes as (

    {% for date, change in [('joined_date', '1'), ('left_date', '-1')] %}
        select
            population,
            entity,
            account_id,
            {{ date }} as change_date,
            {{ change }} as member_change
        from members
        where {{ date }} is not null

        {{ 'union all' if not loop.last }}
    {% endfor %}

),

changes_by_day as (

    select
        changes.population,
        changes.entity,
        changes.change_date,
        {{ breakdown_columns(['account_profile']) }},
        sum(changes.member_change) as member_change

    from changes

    inner join profiles
        on changes.account_id = profiles.account_id

    group by {{ breakdown_sets(['changes.population', 'changes.entity', 'changes.change_date'], ['account_profile']) }}

),

counted_definitions as (

    select distinct
        definition_id,
        population,
        entity,
        window_unit,
        first_period_start,
        is_any_active

    from windows

),

-- Members who joined before the first window are there in the first.
changes_in_windows as (

    select
        counted_definitions.definition_id,
        greatest(
            {{ window_start('counted_definitions.window_unit', 'changes_by_day.change_date') }},
            counted_definitions.first_period_start
        ) as period_start,
        changes_by_day.breakdown,
        changes_by_day.breakdown_value,
        changes_by_day.member_change

    from counted_definitions

    inner join changes_by_day
        on counted_definitions.population = changes_by_day.population
        and counted_definitions.entity = changes_by_day.entity
        and (counted_definitions.is_any_active or changes_by_day.breakdown != 'account_profile')

),

changes_by_window as (

    select
        definition_id,
        period_start,
        breakdown,
        breakdown_value,
        sum(member_change) as member_change

    from changes_in_windows

    group by definition_id, period_start, breakdown, breakdown_value

),

breakdown_values as (

    select distinct
        definition_id,
        breakdown,
        breakdown_value

    from changes_by_window

),

of_windows as (

    select
        windows.definition_id,
        windows.period_start,
        breakdown_values.breakdown,
        breakdown_values.breakdown_value,
        sum(coalesce(changes_by_window.member_change, 0)) over (
            partition by windows.definition_id, breakdown_values.breakdown, breakdown_values.breakdown_value
            order by windows.period_start
        ) as population_count

    from windows

    inner join breakdown_values
        on windows.definition_id = breakdown_values.definition_id

    left join changes_by_window
        on windows.definition_id = changes_by_window.definition_id
        and windows.period_start = changes_by_window.period_start
        and breakdown_values.breakdown = changes_by_window.breakdown
        and breakdown_values.breakdown_value = changes_by_window.breakdown_value

),

-- Whoever signed up in the period is judged on the last day of their own window so far.
signed_up as (

    select
        periods.definition_id,
        periods.period_start,
        periods.population,
        periods.entity,
        periods.is_active,
        sign_ups.entity_id,
        {{ north_star_judged_date() }} as judged_date

    from periods

    inner join sign_ups
        on periods.entity = sign_ups.entity
        and periods.window_days is not null
        and periods.period_start = cast({{ dbt.date_trunc('month', 'sign_ups.created_date') }} as date)

),

of_sign_ups as (

    select
        signed_up.definition_id,
        signed_up.period_start,
        {{ breakdown_columns(['account_profile']) }},
        count(*) as population_count,
        max(case when signed_up.is_active then 1 else 0 end) = 1 as is_active

    from signed_up

    inner join members
        on signed_up.population = members.population
        and signed_up.entity = members.entity
        and signed_up.entity_id = members.entity_id
        and signed_up.judged_date >= members.joined_date
        and (members.left_date is null or signed_up.judged_date < members.left_date)

    inner join profiles
        on members.account_id = profiles.account_id

    group by {{ breakdown_sets(['signed_up.definition_id', 'signed_up.period_start'], ['account_profile']) }}

)

select
    calendar_periods.definition_id,
    calendar_periods.period_start,
    of_windows.breakdown,
    of_windows.breakdown_value,
    cast(of_windows.population_count as bigint) as population_count

from calendar_periods

inner join of_windows
    on calendar_periods.counted_as_id = of_windows.definition_id
    and calendar_periods.period_start = of_windows.period_start

where
    of_windows.population_count > 0
    and (calendar_periods.is_active or of_windows.breakdown != 'account_profile')

union all

select
    definition_id,
    period_start,
    breakdown,
    breakdown_value,
    population_count

from of_sign_ups

where is_active or breakdown != 'account_profile'

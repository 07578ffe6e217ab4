{%- set measures = {
    'dau': "entity = 'user'",
    'wau_entered': "entity = 'user' and days_away_before >= 7",
    'wau_left': "entity = 'user' and days_away_after >= 7",
    'mau_entered': "entity = 'user' and days_away_before = 30",
    'mau_left': "entity = 'user' and days_away_after = 30",
    'account_dau': "entity = 'account'",
    'account_wau_entered': "entity = 'account' and days_away_before >= 7",
    'account_wau_left': "entity = 'account' and days_away_after >= 7",
    'account_mau_entered': "entity = 'account' and days_away_before = 30",
    'account_mau_left': "entity = 'account' and days_away_after = 30",
} -%}
-- A user or account enters a window of n days on a day on which it is active, unless it is there already, and leaves it
-- n days after the last day before a pause of that length. Whoever entered up to a day, without those who left, are the
-- exact distinct count, in one pass.
with

entity_days as (

    select * from {{ ref('int_active_entity_days') }}

),

entities as (

    select * from {{ ref('int_sign_ups') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

days as (

    select * from {{ ref('days') }}

),

breakdown_values as (

    select {{ breakdown_columns() }}
    from profiles
    group by {{ breakdown_sets() }}

),

with_neighbours as (

    select
        entity_number,
        date_day,
        lag(date_day) over days_of_entity as previous_active_date,
        lead(date_day) over days_of_entity as next_active_date

    from entity_days

    window days_of_entity as (partition by entity_number order by date_day)

),

-- Whether it had been away for a week, or for a month, and whether it will be.
with_pauses as (

    select
        entity_number,
        date_day,
        case
            when {{ dbt.dateadd('day', 7, 'previous_active_date') }} > date_day then 0
            when {{ dbt.dateadd('day', 30, 'previous_active_date') }} > date_day then 7
            else 30
        end as days_away_before,
        case
            when next_active_date < {{ dbt.dateadd('day', 7, 'date_day') }} then 0
            when next_active_date < {{ dbt.dateadd('day', 30, 'date_day') }} then 7
            else 30
        end as days_away_after

    from with_neighbours

),

-- A person belongs to one account, also when seen in another: so the values of a breakdown add up to the total.
by_pause as (

    select
        with_pauses.date_day,
        entities.entity,
        with_pauses.days_away_before,
        with_pauses.days_away_after,
        {{ breakdown_columns() }},
        count(*) as active_count

    from with_pauses

    inner join entities
        on with_pauses.entity_number = entities.entity_number

    inner join profiles
        on entities.account_id = profiles.account_id

    group by
        {{ breakdown_sets([
            'with_pauses.date_day', 'entities.entity', 'with_pauses.days_away_before', 'with_pauses.days_away_after',
        ]) }}

),

-- Leaving is noted on the last active day; it happens n days later.
by_breakdown as (

    select
        date_day,
        {% for measure, condition in measures.items() %}
            sum(case when {{ condition }} then active_count else 0 end) as {{ measure }},
        {% endfor %}
        breakdown,
        breakdown_value

    from by_pause

    group by date_day, breakdown, breakdown_value

),

-- A company whose events name no users has null, rather than 0.
known as (

    select
        min(date_day) as first_day,
        sum(dau) > 0 as has_users

    from by_breakdown

    where breakdown = 'total'

),

dense as (

    select
        days.date_day,
        {% for measure, condition in measures.items() %}
            case
                when {{ 'known.has_users' if "'user'" in condition else 'true' }}
                    then coalesce(by_breakdown.{{ measure }}, 0)
            end as {{ measure }},
        {% endfor %}
        breakdown_values.breakdown,
        breakdown_values.breakdown_value

    from days

    inner join known
        on days.date_day >= known.first_day

    cross join breakdown_values

    left join by_breakdown
        on days.date_day = by_breakdown.date_day
        and breakdown_values.breakdown = by_breakdown.breakdown
        and breakdown_values.breakdown_value = by_breakdown.breakdown_value

),

counted as (

    select
        date_day,
        {% for prefix, entity in [('', 'user'), ('account_', 'account')] %}
            cast({{ prefix }}dau as bigint) as {{ prefix }}dau,
            {% for window, days in [('wau', 7), ('mau', 30)] %}
                cast(
                    sum({{ prefix }}{{ window }}_entered) over all_days
                    - coalesce(sum({{ prefix }}{{ window }}_left) over until_{{ days }}_days_before, 0) as bigint
                ) as {{ prefix }}{{ window }},
            {% endfor %}
            cast(sum({{ prefix }}dau) over last_30_days as bigint) as {{ entity }}_days_30d,
        {% endfor %}
        breakdown,
        breakdown_value

    from dense

    -- A row is a day.
    window
        all_days as (partition by breakdown, breakdown_value order by date_day),
        until_7_days_before as (
            partition by breakdown, breakdown_value order by date_day
            rows between unbounded preceding and 7 preceding
        ),
        until_30_days_before as (
            partition by breakdown, breakdown_value order by date_day
            rows between unbounded preceding and 30 preceding
        ),
        last_30_days as (
            partition by breakdown, breakdown_value order by date_day rows between 29 preceding and current row
        )

),

final as (

    select
        -- grain
        date_day,
        breakdown,
        breakdown_value,

        -- users
        dau,
        wau,
        mau,
        user_days_30d,
        cast(user_days_30d as double) / nullif(30 * mau, 0) as stickiness,

        -- accounts
        account_dau,
        account_wau,
        account_mau,
        account_days_30d,
        cast(account_days_30d as double) / nullif(30 * account_mau, 0) as account_stickiness,

        -- as_of is counted whole, so no day is cut
        true as is_complete

    from counted

)

select * from final

-- Of every account, what became of it after months in which it met a definition, and after the others.
with

outcomes as (

    select * from {{ ref('int_account_outcomes') }}

),

definition_months as (

    select * from {{ ref('int_definition_months') }}

),

qualifying as (

    select * from {{ ref('int_qualifying_account_months') }}

),

window_months as (

    select distinct
        window_unit,
        month_start

    from definition_months

),

definitions as (

    select distinct
        definition_id,
        window_unit

    from definition_months

),

-- Once for all definitions whose windows end in the same months.
observed as (

    select
        window_months.window_unit,
        outcomes.history_id,
        outcomes.horizon_months,
        {% for outcome in evidence_outcomes() %}
            sum(outcomes.{{ outcome }}_count) as {{ outcome }}_count,
            sum(outcomes.{{ outcome }}_sum) as {{ outcome }}_sum{{ ',' if not loop.last }}
        {% endfor %}

    from outcomes

    inner join window_months
        on outcomes.month_start = window_months.month_start

    group by 1, 2, 3

),

after_qualifying as (

    select
        qualifying.definition_id,
        outcomes.history_id,
        outcomes.horizon_months,
        {% for outcome in evidence_outcomes() %}
            sum(outcomes.{{ outcome }}_count) as {{ outcome }}_count,
            sum(outcomes.{{ outcome }}_sum) as {{ outcome }}_sum{{ ',' if not loop.last }}
        {% endfor %}

    from outcomes

    inner join qualifying
        on outcomes.history_id = qualifying.history_id
        and outcomes.month_start = qualifying.month_start

    group by 1, 2, 3

),

final as (

    select
        definitions.definition_id,
        observed.history_id,
        observed.horizon_months,
        {% for outcome in evidence_outcomes() %}
            {% for part in ['count', 'sum'] %}
                cast(coalesce(after_qualifying.{{ outcome }}_{{ part }}, 0) as bigint)
                    as qualifying_{{ outcome }}_{{ part }},
                cast(
                    observed.{{ outcome }}_{{ part }} - coalesce(after_qualifying.{{ outcome }}_{{ part }}, 0) as bigint
                ) as other_{{ outcome }}_{{ part }}{{ ',' if not loop.last }}
            {% endfor %}
            {{- ',' if not loop.last }}
        {% endfor %}

    from observed

    inner join definitions
        on observed.window_unit = definitions.window_unit

    left join after_qualifying
        on definitions.definition_id = after_qualifying.definition_id
        and observed.history_id = after_qualifying.history_id
        and observed.horizon_months = after_qualifying.horizon_months

)

select * from final

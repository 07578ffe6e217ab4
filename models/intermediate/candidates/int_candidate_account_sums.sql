{%- set outcome_columns = [] -%}
{%- for outcome in evidence_outcomes() -%}
    {%- do outcome_columns.extend([outcome ~ '_count', outcome ~ '_sum']) -%}
{%- endfor -%}

-- Of every account, what became of it after months in which it met a definition, and after the others.
with

outcomes as (

    select * from {{ ref('int_account_outcomes') }}

),

definition_months as (

    select * from {{ ref('int_definition_months') }}

),

observed_months as (

    select * from {{ ref('int_observed_account_months') }}

),

qualifying as (

    select * from {{ ref('int_qualifying_account_months') }}

),

definitions as (

    select distinct
        definition_id,
        scope

    from definition_months

),

-- Once for all definitions of the same scope.
observed as (

    select
        observed_months.scope,
        outcomes.history_id,
        {% for column in outcome_columns %}
            cast(sum(outcomes.{{ column }}) as bigint) as {{ column }},
        {% endfor %}
        outcomes.horizon_months

    from outcomes

    inner join observed_months
        on outcomes.history_id = observed_months.history_id
        and outcomes.month_start = observed_months.month_start

    group by observed_months.scope, outcomes.history_id, outcomes.horizon_months

),

after_qualifying as (

    select
        qualifying.definition_id,
        outcomes.history_id,
        {% for column in outcome_columns %}
            cast(sum(outcomes.{{ column }}) as bigint) as {{ column }},
        {% endfor %}
        outcomes.horizon_months

    from outcomes

    inner join qualifying
        on outcomes.history_id = qualifying.history_id
        and outcomes.month_start = qualifying.month_start

    group by qualifying.definition_id, outcomes.history_id, outcomes.horizon_months

),

final as (

    select
        definitions.definition_id,
        observed.history_id,
        {% for column in outcome_columns %}
            coalesce(after_qualifying.{{ column }}, 0) as qualifying_{{ column }},
            observed.{{ column }} - coalesce(after_qualifying.{{ column }}, 0) as other_{{ column }},
        {% endfor %}
        observed.horizon_months

    from observed

    inner join definitions
        on observed.scope = definitions.scope

    left join after_qualifying
        on definitions.definition_id = after_qualifying.definition_id
        and observed.history_id = after_qualifying.history_id
        and observed.horizon_months = after_qualifying.horizon_months

)

select * from final

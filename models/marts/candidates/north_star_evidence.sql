{%- set outcome_columns = [] -%}
{%- for outcome in evidence_outcomes() -%}
    {%- do outcome_columns.extend([outcome ~ '_count', outcome ~ '_sum']) -%}
{%- endfor -%}

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
        definition_name,
        definition_version,
        scope

    from definition_months

),

-- What became of every account, worked out once for all definitions of the same scope.
observed as (

    select
        observed_months.scope,
        outcomes.account_id,
        {% for column in outcome_columns %}
            cast(sum(outcomes.{{ column }}) as bigint) as {{ column }},
        {% endfor %}
        outcomes.horizon_months

    from outcomes

    inner join observed_months
        on outcomes.account_id = observed_months.account_id
        and outcomes.month_start = observed_months.month_start

    group by observed_months.scope, outcomes.account_id, outcomes.horizon_months

),

after_qualifying as (

    select
        qualifying.definition_name,
        qualifying.definition_version,
        outcomes.account_id,
        {% for column in outcome_columns %}
            cast(sum(outcomes.{{ column }}) as bigint) as {{ column }},
        {% endfor %}
        outcomes.horizon_months

    from outcomes

    inner join qualifying
        on outcomes.account_id = qualifying.account_id
        and outcomes.month_start = qualifying.month_start

    group by
        qualifying.definition_name, qualifying.definition_version, outcomes.account_id, outcomes.horizon_months

),

-- After months in which it met the definition (1), and after its other months (0).
account_sums as (

    {% for outcome in evidence_outcomes() %}
        select
            definitions.definition_name,
            definitions.definition_version,
            observed.horizon_months,
            '{{ outcome }}' as outcome,
            cast(coalesce(after_qualifying.{{ outcome }}_count, 0) as double) as n1,
            cast(coalesce(after_qualifying.{{ outcome }}_sum, 0) as double) as s1,
            cast(observed.{{ outcome }}_count - coalesce(after_qualifying.{{ outcome }}_count, 0) as double) as n0,
            cast(observed.{{ outcome }}_sum - coalesce(after_qualifying.{{ outcome }}_sum, 0) as double) as s0

        from observed

        inner join definitions
            on observed.scope = definitions.scope

        left join after_qualifying
            on definitions.definition_name = after_qualifying.definition_name
            and definitions.definition_version = after_qualifying.definition_version
            and observed.account_id = after_qualifying.account_id
            and observed.horizon_months = after_qualifying.horizon_months

        where observed.{{ outcome }}_count > 0

        {{ 'union all' if not loop.last }}
    {% endfor %}

),

differences as (

    {{ clustered_differences(
        'account_sums', ['definition_name', 'definition_version', 'outcome', 'horizon_months']
    ) }}

),

with_verdict as (

    select
        *,
        least(qualifying_account_count, other_account_count) >= {{ setting('north_star_minimum_accounts') }}
            as is_enough

    from differences

),

final as (

    select
        -- grain
        definition_name,
        definition_version,
        outcome,
        horizon_months,

        -- how much evidence there is
        qualifying_account_count,
        other_account_count,
        qualifying_count,
        other_count,
        is_enough,

        -- what became of them
        qualifying_mean,
        other_mean,
        case when is_enough then difference end as difference,
        case when is_enough and outcome != 'nps' and other_mean > 0 then qualifying_mean / other_mean end as lift,
        case when is_enough then standard_error end as standard_error,
        case when is_enough then difference - 1.96 * standard_error end as difference_lower,
        case when is_enough then difference + 1.96 * standard_error end as difference_upper

    from with_verdict

)

select * from final

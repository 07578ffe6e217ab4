{%- set sums = [] -%}
{%- for horizon in evidence_horizons() -%}
    {%- for outcome, count in evidence_outcomes().items() -%}
        {%- for column in [count, outcome ~ '_sum'] -%}
            {%- do sums.append(column ~ '_' ~ horizon ~ 'm') -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endfor -%}
{%- set sums = sums | unique | list -%}

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
        definition_name,
        definition_version,
        scope_id

    from definition_months

),

-- What became of every account, worked out once for all definitions of the same scope. Sums of whole numbers are exact
-- as floating-point numbers, too, and cost less.
observed as (

    select
        observed_months.scope_id,
        {% for column in sums %}
            sum(cast(outcomes.{{ column }} as double)) as {{ column }},
        {% endfor %}
        outcomes.account_number

    from outcomes

    inner join observed_months
        on outcomes.account_number = observed_months.account_number
        and outcomes.month_start = observed_months.month_start

    group by observed_months.scope_id, outcomes.account_number

),

after_qualifying as (

    select
        qualifying.definition_id,
        {% for column in sums %}
            sum(cast(outcomes.{{ column }} as double)) as {{ column }},
        {% endfor %}
        outcomes.account_number

    from outcomes

    inner join qualifying
        on outcomes.account_number = qualifying.account_number
        and outcomes.month_start = qualifying.month_start

    group by qualifying.definition_id, outcomes.account_number

),

-- After months in which it met the definition (1), and after its other months (0).
both_sides as (

    select
        definitions.definition_name,
        definitions.definition_version,
        {% for column in sums %}
            coalesce(after_qualifying.{{ column }}, 0) as {{ column }}_1,
            observed.{{ column }} - coalesce(after_qualifying.{{ column }}, 0) as {{ column }}_0,
        {% endfor %}
        observed.account_number

    from observed

    inner join definitions
        on observed.scope_id = definitions.scope_id

    left join after_qualifying
        on definitions.definition_id = after_qualifying.definition_id
        and observed.account_number = after_qualifying.account_number

),

account_sums as (

    {% for horizon in evidence_horizons() %}
        {% set last_horizon = loop.last %}
        {% for outcome, count in evidence_outcomes().items() %}
            {% set later = '_' ~ horizon ~ 'm' %}
            select
                definition_name,
                definition_version,
                {{ horizon }} as horizon_months,
                '{{ outcome }}' as outcome,
                {{ count }}{{ later }}_1 as n1,
                {{ outcome }}_sum{{ later }}_1 as s1,
                {{ count }}{{ later }}_0 as n0,
                {{ outcome }}_sum{{ later }}_0 as s0

            from both_sides

            where {{ count }}{{ later }}_1 + {{ count }}{{ later }}_0 > 0

            {{ 'union all' if not (last_horizon and loop.last) }}
        {% endfor %}
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

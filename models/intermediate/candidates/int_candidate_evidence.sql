-- How much better off accounts are after months in which they met a definition.
with

account_sums as (

    select * from {{ ref('int_candidate_account_sums') }}

),

by_outcome as (

    {% for outcome in evidence_outcomes() %}
        select
            definition_id,
            horizon_months,
            '{{ outcome }}' as outcome,
            cast(qualifying_{{ outcome }}_count as double) as n1,
            cast(qualifying_{{ outcome }}_sum as double) as s1,
            cast(other_{{ outcome }}_count as double) as n0,
            cast(other_{{ outcome }}_sum as double) as s0

        from account_sums

        where qualifying_{{ outcome }}_count + other_{{ outcome }}_count > 0

        {{ 'union all' if not loop.last }}
    {% endfor %}

),

differences as (

    {{ clustered_differences('by_outcome', ['definition_id', 'outcome', 'horizon_months']) }}

)

select * from differences

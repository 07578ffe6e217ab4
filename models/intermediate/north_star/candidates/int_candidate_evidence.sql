-- How much better off accounts are after months in which they met a definition. An account is observed in many months,
-- which say much the same: the standard error takes accounts as clusters, not their months as independent.
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

-- What the variance of a difference of two means needs of each account, added up.
added_up as (

    select
        definition_id,
        outcome,
        horizon_months,
        count(*) as account_count,
        sum(case when n1 > 0 then 1 else 0 end) as qualifying_account_count,
        sum(case when n0 > 0 then 1 else 0 end) as other_account_count,
        sum(n1) as total_n1,
        sum(s1) as total_s1,
        sum(n0) as total_n0,
        sum(s0) as total_s0,
        sum(s1 * s1) as s1s1,
        sum(s1 * n1) as s1n1,
        sum(n1 * n1) as n1n1,
        sum(s0 * s0) as s0s0,
        sum(s0 * n0) as s0n0,
        sum(n0 * n0) as n0n0,
        sum(s1 * s0) as s1s0,
        sum(s1 * n0) as s1n0,
        sum(n1 * s0) as n1s0,
        sum(n1 * n0) as n1n0

    from by_outcome

    group by 1, 2, 3

),

with_means as (

    select
        *,
        total_s1 / nullif(total_n1, 0) as mean1,
        total_s0 / nullif(total_n0, 0) as mean0

    from added_up

),

-- An account pulls the difference by (s1 - mean1 n1) / N1 - (s0 - mean0 n0) / N0; these are the squares of that.
with_variance as (

    select
        *,
        (s1s1 - 2 * mean1 * s1n1 + mean1 * mean1 * n1n1) / (total_n1 * total_n1)
        + (s0s0 - 2 * mean0 * s0n0 + mean0 * mean0 * n0n0) / (total_n0 * total_n0)
        - 2 * (s1s0 - mean0 * s1n0 - mean1 * n1s0 + mean1 * mean0 * n1n0) / (total_n1 * total_n0)
            as sum_of_squared_pulls

    from with_means

)

select
    definition_id,
    outcome,
    horizon_months,
    cast(qualifying_account_count as bigint) as qualifying_account_count,
    cast(other_account_count as bigint) as other_account_count,
    cast(total_n1 as bigint) as qualifying_count,
    cast(total_n0 as bigint) as other_count,
    mean1 as qualifying_mean,
    mean0 as other_mean,
    mean1 - mean0 as difference,

    -- Rounding may leave a variance of nothing a little below it.
    case
        when account_count < 2 or sum_of_squared_pulls is null then null
        when sum_of_squared_pulls <= 1e-15 then 0
        else sqrt(sum_of_squared_pulls * account_count / (account_count - 1))
    end as standard_error

from with_variance

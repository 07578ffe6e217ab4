{# The difference of two means by `keys`, from one row per account: n1 observations of one group that sum to s1, n0 of
   the other that sum to s0. An account's observations resemble each other: the standard error treats accounts as
   clusters, not their observations as independent. #}
{% macro clustered_differences(account_sums, keys) %}
    {%- set by = keys | join(', ') -%}
    with added_up as (

        select
            {{ by }},
            count(*) as account_count,
            sum(case when n1 > 0 then 1 else 0 end) as qualifying_account_count,
            sum(case when n0 > 0 then 1 else 0 end) as other_account_count,
            {% for sum in ['n1', 's1', 'n0', 's0'] %}
                sum({{ sum }}) as total_{{ sum }},
            {% endfor %}
            {% for first, second in [
                ('s1', 's1'), ('s1', 'n1'), ('n1', 'n1'), ('s0', 's0'), ('s0', 'n0'), ('n0', 'n0'),
                ('s1', 's0'), ('s1', 'n0'), ('n1', 's0'), ('n1', 'n0'),
            ] %}
                sum({{ first }} * {{ second }}) as {{ first }}{{ second }}{{ ',' if not loop.last }}
            {% endfor %}

        from {{ account_sums }}

        group by {{ by }}

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
        {{ by }},
        cast(qualifying_account_count as bigint) as qualifying_account_count,
        cast(other_account_count as bigint) as other_account_count,
        cast(total_n1 as bigint) as qualifying_count,
        cast(total_n0 as bigint) as other_count,
        mean1 as qualifying_mean,
        mean0 as other_mean,
        mean1 - mean0 as difference,

        -- Rounding may leave a variance of 0 slightly below it.
        case
            when account_count < 2 or sum_of_squared_pulls is null then null
            when sum_of_squared_pulls <= 1e-15 then 0
            else sqrt(sum_of_squared_pulls * account_count / (account_count - 1))
        end as standard_error

    from with_variance
{% endmacro %}

-- Each measure of the chain is a quotient of two sums over accounts.
with

accounts as (

    select * from {{ ref('int_value_chain_accounts') }}

),

by_measure as (

    {% for measure, over, under in [
        ('attainment', 'met_count', 'window_count'),
        ('nps', '100 * net_promoter_count', 'response_count'),
        ('monthly_churn_rate', 'churn_count', 'churn_base_count'),
        ('monthly_nrr', 'kept_mrr', 'opening_mrr'),
        ('months_since_start', 'month_count', '1'),
        ('realised_ltv', 'realised_ltv', '1'),
        ('ltv_at_start', 'ltv_at_start', '1'),
        ('ltv_of_churn', 'ltv_of_churn', '1'),
        ('ltv_of_growth', 'ltv_of_growth', '1'),
    ] %}
        select
            cohort,
            tercile,
            '{{ measure }}' as measure,
            cast({{ over }} as double) as s,
            cast({{ under }} as double) as n
        from accounts
        where {{ under }} > 0
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- What the quotient and its standard error need, by cohort and tercile, by either, and altogether. Sums are of
-- decimals, so that their order does not matter.
sums as (

    select
        case when grouping(cohort) = 0 then cohort else 'all' end as cohort,
        case when grouping(tercile) = 0 then tercile else 'all' end as tercile,
        measure,
        count(*) as account_count,
        cast(sum(cast(s as decimal(38, 6))) as double) as s,
        cast(sum(cast(n as decimal(38, 6))) as double) as n,
        cast(sum(cast(s * s as decimal(38, 6))) as double) as ss,
        cast(sum(cast(s * n as decimal(38, 6))) as double) as sn,
        cast(sum(cast(n * n as decimal(38, 6))) as double) as nn

    from by_measure

    group by {{ grouping_sets([
        ['cohort', 'tercile', 'measure'], ['cohort', 'measure'], ['tercile', 'measure'], ['measure'],
    ]) }}

),

with_value as (

    select
        *,
        s / n as measure_value

    from sums

),

-- An account pulls the quotient by (s - value n) / N; these are the squares of that, by account.
with_pulls as (

    select
        *,
        (ss - 2 * measure_value * sn + measure_value * measure_value * nn) / (n * n) as sum_of_squared_pulls,
        account_count >= {{ setting('north_star_minimum_accounts') }} as is_enough

    from with_value

),

with_error as (

    select
        *,
        case
            when account_count < 2 then null
            -- Rounding may make a variance of nothing slightly more or less.
            when sum_of_squared_pulls <= 1e-12 * ss / (n * n) then 0
            else sqrt(sum_of_squared_pulls * account_count / (account_count - 1))
        end as standard_error

    from with_pulls

),

final as (

    select
        -- grain
        cohort,
        tercile,
        measure,

        account_count,
        is_enough,
        n as observation_count,
        measure_value,
        case when is_enough then standard_error end as standard_error,
        case when is_enough then measure_value - 1.96 * standard_error end as value_lower,
        case when is_enough then measure_value + 1.96 * standard_error end as value_upper

    from with_error

)

select * from final

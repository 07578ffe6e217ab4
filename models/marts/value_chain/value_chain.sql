with

sums as (

    select * from {{ ref('int_value_chain_sums') }}

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
            -- Rounding may leave a variance of nothing a little beside it.
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

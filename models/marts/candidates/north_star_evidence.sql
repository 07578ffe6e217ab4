with

evidence as (

    select * from {{ ref('int_candidate_evidence') }}

),

definitions as (

    select * from {{ ref('int_north_star_definitions') }}

),

with_verdict as (

    select
        *,
        least(qualifying_account_count, other_account_count) >= {{ setting('north_star_minimum_accounts') }}
            as is_enough

    from evidence

),

final as (

    select
        -- grain
        definitions.definition_name,
        definitions.definition_version,
        with_verdict.outcome,
        with_verdict.horizon_months,

        -- how much there is to go by
        with_verdict.qualifying_account_count,
        with_verdict.other_account_count,
        with_verdict.qualifying_count,
        with_verdict.other_count,
        with_verdict.is_enough,

        -- what became of them
        with_verdict.qualifying_mean,
        with_verdict.other_mean,
        case when with_verdict.is_enough then with_verdict.difference end as difference,
        case
            when with_verdict.is_enough and with_verdict.outcome != 'nps' and with_verdict.other_mean > 0
                then with_verdict.qualifying_mean / with_verdict.other_mean
        end as lift,
        case when with_verdict.is_enough then with_verdict.standard_error end as standard_error,
        case when with_verdict.is_enough then with_verdict.difference - 1.96 * with_verdict.standard_error end
            as difference_lower,
        case when with_verdict.is_enough then with_verdict.difference + 1.96 * with_verdict.standard_error end
            as difference_upper

    from with_verdict

    inner join definitions
        on with_verdict.definition_id = definitions.definition_id

)

select * from final

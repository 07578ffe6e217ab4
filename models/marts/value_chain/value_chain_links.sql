with

chain as (

    select * from {{ ref('value_chain') }}
    where measure in ('realised_ltv', 'ltv_at_start', 'ltv_of_churn', 'ltv_of_growth')

),

top_tercile as (

    select * from chain
    where tercile = 'top'

),

bottom_tercile as (

    select * from chain
    where tercile = 'bottom'

),

compared as (

    select
        top_tercile.cohort,
        top_tercile.measure as link,
        top_tercile.account_count as top_account_count,
        bottom_tercile.account_count as bottom_account_count,
        top_tercile.measure_value as top_mean,
        bottom_tercile.measure_value as bottom_mean,
        top_tercile.measure_value - bottom_tercile.measure_value as difference,
        sqrt(
            top_tercile.standard_error * top_tercile.standard_error
            + bottom_tercile.standard_error * bottom_tercile.standard_error
        ) as standard_error

    from top_tercile

    inner join bottom_tercile
        on top_tercile.cohort = bottom_tercile.cohort
        and top_tercile.measure = bottom_tercile.measure

),

with_whole as (

    select
        *,
        max(case when link = 'realised_ltv' then difference end) over (partition by cohort) as whole_difference

    from compared

),

final as (

    select
        -- grain
        cohort,
        link,

        top_account_count,
        bottom_account_count,
        top_mean,
        bottom_mean,
        difference,
        difference - 1.96 * standard_error as difference_lower,
        difference + 1.96 * standard_error as difference_upper,
        difference / nullif(whole_difference, 0) as share_of_difference

    from with_whole

)

select * from final

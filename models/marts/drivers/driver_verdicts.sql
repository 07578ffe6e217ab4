with

evidence as (

    select * from {{ ref('int_driver_evidence') }}

),

with_others as (

    select
        *,
        max(case when is_holding then 1 else 0 end) over (partition by outcome_metric, period) = 1 as is_any_holding

    from evidence

),

final as (

    select
        -- grain
        outcome_metric,
        influencer_metric,
        period,

        -- the hypothesis
        hypothesis,
        owner,
        expected_sign,
        expected_lag_months,
        reviewed_on,

        -- the verdict
        case
            when is_holding is null then 'not enough data'
            when is_holding then 'holds'
            when is_any_holding or not is_outcome_moving then 'does not hold'
            else 'outcome moves without its influencers'
        end as verdict,
        case
            when is_holding is null and account_measure is null then 'too few months; accounts are not compared'
            when is_holding is null then 'too few months, and too few accounts on one side'
            when is_holding and accounts_say is null
                then 'the months go together as expected; accounts are not compared'
            when is_holding and months_say = 1 then 'accounts differ as expected, and the months go together'
            when is_holding then 'accounts differ as expected'
            when accounts_say = 1 then 'accounts differ as expected, but the months go the other way'
            when accounts_say = -1 then 'accounts differ the other way'
            when months_say = -1 then 'the months go the other way'
            when accounts_say = 0 then 'accounts with it fare no differently beyond doubt'
            else 'the months do not go together beyond doubt'
        end
        || case
            when is_holding is not null and not is_any_holding and is_outcome_moving
                then '; so it is with all its influencers: look for something unmeasured, or a delay'
            else ''
        end as reason,

        -- months
        month_count,
        rank_correlation,
        correlation_lower,
        correlation_upper,
        no_correlation_reason,

        -- accounts
        account_measure,
        account_outcome,
        case when account_measure is not null then horizon_months end as horizon_months,
        with_account_count,
        without_account_count,
        with_mean,
        without_mean,
        shown_difference as difference,
        difference_lower,
        difference_upper,

        is_complete

    from with_others

)

select * from final

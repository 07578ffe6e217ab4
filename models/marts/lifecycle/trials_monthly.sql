with

trials as (

    select * from {{ ref('account_trials') }}
    where trial_count = 1

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

breakdowns as (

    select * from {{ ref('int_profile_breakdowns') }}

),

by_profile as (

    select
        trials.month_start,
        profiles.profile_id,
        sum(trials.trial_count) as trial_count,
        sum(trials.trial_cohort_count) as trial_cohort_count,
        sum(trials.converted_trial_count) as converted_trial_count,
        sum(trials.first_week_cohort_count) as first_week_cohort_count,
        sum(trials.first_week_active_trial_count) as first_week_active_trial_count

    from trials

    inner join profiles
        on trials.account_id = profiles.account_id

    group by 1, 2

),

-- A month is complete for all of its trials or for none: until then there is no number.
by_breakdown as (

    select
        by_profile.month_start,
        breakdowns.breakdown,
        breakdowns.breakdown_value,
        cast(sum(by_profile.trial_count) as bigint) as trial_count,
        cast(nullif(sum(by_profile.trial_cohort_count), 0) as bigint) as trial_cohort_count,
        cast(sum(by_profile.converted_trial_count) as bigint) as converted_trial_count,
        cast(nullif(sum(by_profile.first_week_cohort_count), 0) as bigint) as first_week_cohort_count,
        cast(sum(by_profile.first_week_active_trial_count) as bigint) as first_week_active_trial_count

    from by_profile

    inner join breakdowns
        on by_profile.profile_id = breakdowns.profile_id

    group by 1, 2, 3

),

final as (

    select
        -- grain
        month_start,
        breakdown,
        breakdown_value,

        -- trials
        trial_count,

        -- paid for within the window
        trial_cohort_count,
        case when trial_cohort_count is not null then converted_trial_count end as converted_trial_count,
        cast(converted_trial_count as double) / trial_cohort_count as trial_to_paid_rate,

        -- used in the first week
        first_week_cohort_count,
        case when first_week_cohort_count is not null then first_week_active_trial_count end
            as first_week_active_trial_count,
        cast(first_week_active_trial_count as double) / first_week_cohort_count as first_week_active_trial_rate,

        trial_cohort_count is not null as is_complete

    from by_breakdown

)

select * from final

with

trials as (

    select * from {{ ref('account_trials') }}
    where trial_count = 1

),

-- A month is complete for all of its trials or for none: until then there is no number.
by_breakdown as (

    select
        month_start,
        {{ breakdown_columns() }},
        cast(sum(trial_count) as bigint) as trial_count,
        cast(nullif(sum(trial_cohort_count), 0) as bigint) as trial_cohort_count,
        cast(sum(converted_trial_count) as bigint) as converted_trial_count,
        cast(nullif(sum(first_week_cohort_count), 0) as bigint) as first_week_cohort_count,
        cast(sum(first_week_active_trial_count) as bigint) as first_week_active_trial_count

    from trials

    group by {{ breakdown_sets(['month_start']) }}

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

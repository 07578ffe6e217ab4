with

intervals as (

    select * from {{ ref('int_account_paying_intervals') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

first_days as (

    select
        account_id,
        min(started_date) as first_paid_date

    from intervals

    group by 1

),

with_dates as (

    select
        account_id,
        first_paid_date,
        cast({{ dbt.date_trunc('month', 'first_paid_date') }} as date) as month_start,
        {{ dbt.last_day('first_paid_date', 'month') }} as month_end_date,
        cast({{ dbt.dateadd('month', 12, 'first_paid_date') }} as date) as first_anniversary_date,
        cast({{ dbt.dateadd('month', 24, 'first_paid_date') }} as date) as second_anniversary_date

    from first_days

),

-- On the day itself: an account that left and is back counts, one whose last paid day is the day before does not.
paying as (

    select
        with_dates.account_id,
        max(
            case
                when
                    intervals.started_date <= with_dates.first_anniversary_date
                    and (
                        intervals.ended_date is null
                        or with_dates.first_anniversary_date < intervals.ended_date
                    )
                    then 1
                else 0
            end
        ) = 1 as is_paying_on_first,
        max(
            case
                when
                    intervals.started_date <= with_dates.second_anniversary_date
                    and (
                        intervals.ended_date is null
                        or with_dates.second_anniversary_date < intervals.ended_date
                    )
                    then 1
                else 0
            end
        ) = 1 as is_paying_on_second

    from with_dates

    inner join intervals
        on with_dates.account_id = intervals.account_id

    group by 1

),

-- A cohort is complete when the anniversary of the last day of its month has come.
judged as (

    select
        with_dates.*,
        case when with_dates.first_anniversary_date <= {{ setting('as_of') }} then paying.is_paying_on_first end
            as is_paying_on_first_anniversary,
        case when with_dates.second_anniversary_date <= {{ setting('as_of') }} then paying.is_paying_on_second end
            as is_paying_on_second_anniversary,
        {{ dbt.dateadd('month', 12, 'with_dates.month_end_date') }} <= {{ setting('as_of') }}
            as is_complete_after_12_months,
        {{ dbt.dateadd('month', 24, 'with_dates.month_end_date') }} <= {{ setting('as_of') }}
            as is_complete_after_24_months

    from with_dates

    inner join paying
        on with_dates.account_id = paying.account_id

),

final as (

    select
        -- ids
        judged.account_id,

        -- the account, as it is at as_of
        profiles.segment,
        profiles.industry,
        profiles.country,
        profiles.acquisition_channel,
        profiles.plan_name,
        profiles.currency,

        -- the anniversaries
        judged.first_paid_date,
        judged.month_start,
        judged.first_anniversary_date,
        judged.is_paying_on_first_anniversary,
        judged.second_anniversary_date,
        judged.is_paying_on_second_anniversary,

        -- counts of 0 or 1, to be added up
        1 as paid_account_count,
        case when judged.is_complete_after_12_months then 1 else 0 end as first_year_base_count,
        case when judged.is_complete_after_12_months and judged.is_paying_on_first_anniversary then 1 else 0 end
            as first_year_retained_count,
        case when judged.is_complete_after_24_months and judged.is_paying_on_first_anniversary then 1 else 0 end
            as second_year_base_count,
        case
            when
                judged.is_complete_after_24_months
                and judged.is_paying_on_first_anniversary
                and judged.is_paying_on_second_anniversary
                then 1
            else 0
        end as second_year_retained_count,

        judged.is_complete_after_12_months as is_first_year_complete,
        judged.is_complete_after_24_months as is_complete

    from judged

    inner join profiles
        on judged.account_id = profiles.account_id

)

select * from final

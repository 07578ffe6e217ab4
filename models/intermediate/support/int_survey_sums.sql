with

answers as (

    select * from {{ ref('int_survey_answers') }}
    where survey in ('ces', 'csat')

),

months as (

    select * from {{ ref('months') }}

),

by_breakdown as (

    select
        survey,
        month_start,
        {{ breakdown_columns(['role', 'subject']) }},
        count(*) as response_count,
        cast(sum(score) as bigint) as score_sum,
        count(case when is_favourable then 1 end) as favourable_count

    from answers

    group by {{ breakdown_sets(['survey', 'month_start'], ['role', 'subject']) }}

),

breakdown_values as (

    select
        survey,
        breakdown,
        breakdown_value,
        min(month_start) as first_month_of_value
    from by_breakdown
    group by survey, breakdown, breakdown_value

),

-- All values of a survey begin with its first answer.
survey_values as (

    select
        *,
        min(first_month_of_value) over (partition by survey) as first_month
    from breakdown_values

)

select
    survey_values.survey,
    months.month_start,
    survey_values.breakdown,
    survey_values.breakdown_value,
    coalesce(by_breakdown.response_count, 0) as response_count,
    coalesce(by_breakdown.score_sum, 0) as score_sum,
    coalesce(by_breakdown.favourable_count, 0) as favourable_count,
    months.is_complete

from survey_values

inner join months
    on survey_values.first_month <= months.month_start

left join by_breakdown
    on months.month_start = by_breakdown.month_start
    and survey_values.survey = by_breakdown.survey
    and survey_values.breakdown = by_breakdown.breakdown
    and survey_values.breakdown_value = by_breakdown.breakdown_value

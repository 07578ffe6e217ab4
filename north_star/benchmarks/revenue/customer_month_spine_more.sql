-- What else the revenue marts say, from the spine's table: reasons, cohorts, lives, the largest customers.

create table churn_reasons as
select
    movements.month_start,
    case when movements.is_involuntary then 'involuntary' else 'voluntary' end as churn_type,
    movements.churn_reason,
    case
        when grouping(profiles.segment) = 0 then 'segment'
        when grouping(profiles.industry) = 0 then 'industry'
        when grouping(profiles.country) = 0 then 'country'
        when grouping(profiles.acquisition_channel) = 0 then 'acquisition_channel'
        when grouping(profiles.plan_name) = 0 then 'plan'
        when grouping(profiles.currency) = 0 then 'currency'
        else 'total'
    end as breakdown,
    coalesce(
        profiles.segment, profiles.industry, profiles.country, profiles.acquisition_channel, profiles.plan_name,
        profiles.currency, 'all'
    ) as breakdown_value,
    count(*) as churned_account_count,
    sum(movements.churned_mrr) as churned_mrr
from customer_movements as movements
inner join company.intermediate.int_account_profiles as profiles
    on movements.account_id = profiles.account_id
where movements.churned_mrr > 0
group by movements.month_start, movements.is_involuntary, movements.churn_reason, grouping sets (
    (), (profiles.segment), (profiles.industry), (profiles.country), (profiles.acquisition_channel),
    (profiles.plan_name), (profiles.currency)
);

create table cohorts as
select
    movements.first_paid_month as cohort_month,
    movements.month_start,
    case
        when grouping(profiles.segment) = 0 then 'segment'
        when grouping(profiles.industry) = 0 then 'industry'
        when grouping(profiles.country) = 0 then 'country'
        when grouping(profiles.acquisition_channel) = 0 then 'acquisition_channel'
        when grouping(profiles.plan_name) = 0 then 'plan'
        when grouping(profiles.currency) = 0 then 'currency'
        else 'total'
    end as breakdown,
    coalesce(
        profiles.segment, profiles.industry, profiles.country, profiles.acquisition_channel, profiles.plan_name,
        profiles.currency, 'all'
    ) as breakdown_value,
    count(*) as cohort_account_count,
    count_if(movements.closing_mrr > 0) as retained_account_count,
    sum(movements.closing_mrr) as mrr
from customer_movements as movements
inner join company.intermediate.int_account_profiles as profiles
    on movements.account_id = profiles.account_id
group by movements.first_paid_month, movements.month_start, grouping sets (
    (), (profiles.segment), (profiles.industry), (profiles.country), (profiles.acquisition_channel),
    (profiles.plan_name), (profiles.currency)
);

-- A life lasts to the first month's end without MRR: at risk until then, counted by age, known by each month.
create table lives as
with

with_end as (

    select
        movements.*,
        date_diff('month', movements.first_paid_month, movements.month_start) as tenure_months,
        min(case when movements.closing_mrr = 0 then movements.month_start end) over (
            partition by movements.account_id
        ) as ended_month
    from customer_movements as movements
    inner join company.marts.months as months
        on movements.month_start = months.month_start
    where months.is_complete

),

counted as (

    select
        with_end.month_start,
        with_end.tenure_months,
        case
            when grouping(profiles.segment) = 0 then 'segment'
            when grouping(profiles.industry) = 0 then 'industry'
            when grouping(profiles.country) = 0 then 'country'
            when grouping(profiles.acquisition_channel) = 0 then 'acquisition_channel'
            when grouping(profiles.plan_name) = 0 then 'plan'
            when grouping(profiles.currency) = 0 then 'currency'
            else 'total'
        end as breakdown,
        coalesce(
            profiles.segment, profiles.industry, profiles.country, profiles.acquisition_channel, profiles.plan_name,
            profiles.currency, 'all'
        ) as breakdown_value,
        count(*) as at_risk_count,
        count(*) filter (where with_end.month_start = with_end.ended_month) as churned_count
    from with_end
    inner join company.intermediate.int_account_profiles as profiles
        on with_end.account_id = profiles.account_id
    where with_end.month_start <= with_end.ended_month or with_end.ended_month is null
    group by with_end.month_start, with_end.tenure_months, grouping sets (
        (), (profiles.segment), (profiles.industry), (profiles.country), (profiles.acquisition_channel),
        (profiles.plan_name), (profiles.currency)
    )

)

select
    months.month_start,
    counted.breakdown,
    counted.breakdown_value,
    counted.tenure_months,
    sum(counted.at_risk_count) as at_risk_count,
    sum(counted.churned_count) as churned_count
from counted
inner join company.marts.months as months
    on counted.month_start <= months.month_start
group by months.month_start, counted.breakdown, counted.breakdown_value, counted.tenure_months;

create table largest_customers as
select
    movements.month_start,
    case
        when grouping(profiles.segment) = 0 then 'segment'
        when grouping(profiles.industry) = 0 then 'industry'
        when grouping(profiles.country) = 0 then 'country'
        when grouping(profiles.acquisition_channel) = 0 then 'acquisition_channel'
        when grouping(profiles.plan_name) = 0 then 'plan'
        when grouping(profiles.currency) = 0 then 'currency'
        else 'total'
    end as breakdown,
    coalesce(
        profiles.segment, profiles.industry, profiles.country, profiles.acquisition_channel, profiles.plan_name,
        profiles.currency, 'all'
    ) as breakdown_value,
    max(movements.closing_mrr) as largest_account_mrr,
    list_sum(max(movements.closing_mrr, 10)) as top_10_mrr
from customer_movements as movements
inner join company.intermediate.int_account_profiles as profiles
    on movements.account_id = profiles.account_id
group by movements.month_start, grouping sets (
    (), (profiles.segment), (profiles.industry), (profiles.country), (profiles.acquisition_channel),
    (profiles.plan_name), (profiles.currency)
);

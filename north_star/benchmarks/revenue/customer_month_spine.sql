-- The usual way to the same numbers: a row for every customer and month, joined to what was open at the month's end.
-- What the marts are measured against. It starts where they do, from what pays when (`company` is the built database),
-- and keeps money in the same type.

create view paying_items as
select * from company.intermediate.int_paying_periods;

-- The spine: every customer in every month since it first paid.
create table customer_months as
with

customers as (

    select
        account_id,
        min(started_date) as first_paid_date
    from paying_items
    where is_in_mrr
    group by account_id

)

select
    customers.account_id,
    date_trunc('month', customers.first_paid_date)::date as first_paid_month,
    months.month_start,
    months.last_counted_date as month_end,
    (months.month_start + interval 1 month)::date as next_month
from customers
inner join company.marts.months as months
    on customers.first_paid_date <= months.last_counted_date;

-- What was open at the month's end, and what the same is worth at the rates of the month after and of today.
create table customer_month_mrr as
with

item_months as (

    select
        customer_months.account_id,
        customer_months.month_start,
        customer_months.first_paid_month,
        paying_items.is_in_mrr,
        paying_items.is_usage_based,
        paying_items.committed_until_date is null
        or paying_items.committed_until_date > customer_months.month_end as is_committed,
        paying_items.term_months >= 12
        and customer_months.next_month > paying_items.term_started_date
        and date_diff('month', paying_items.term_started_date, customer_months.next_month) % paying_items.term_months = 0
            as is_due_next_month,
        at_rate(paying_items.value_numerator, paying_items.value_denominator, rates.rate_units) as mrr,
        at_rate(paying_items.value_numerator, paying_items.value_denominator, next_rates.rate_units) as mrr_at_next_rate,
        at_rate(paying_items.value_numerator, paying_items.value_denominator, last_rates.rate_units) as mrr_at_last_rate
    from customer_months
    left join paying_items
        on customer_months.account_id = paying_items.account_id
        and paying_items.started_date <= customer_months.month_end
        and (paying_items.ended_date > customer_months.month_end or paying_items.ended_date is null)
    left join company.intermediate.int_exchange_rate_months as rates
        on paying_items.currency = rates.currency
        and customer_months.month_start = rates.month_start
    left join company.intermediate.int_exchange_rate_months as next_rates
        on paying_items.currency = next_rates.currency
        and customer_months.next_month = next_rates.month_start
    left join company.intermediate.int_exchange_rate_months as last_rates
        on paying_items.currency = last_rates.currency
        and last_rates.month_start = (select max(months.month_start) from company.marts.months as months)

)

select
    account_id,
    month_start,
    first_paid_month,
    coalesce(sum(mrr) filter (where is_in_mrr), 0)::decimal(38, 6) as closing_mrr,
    coalesce(sum(mrr_at_next_rate) filter (where is_in_mrr), 0)::decimal(38, 6) as closing_mrr_at_next_rate,
    coalesce(sum(mrr) filter (where is_usage_based), 0)::decimal(38, 6) as usage_mrr,
    coalesce(sum(mrr) filter (where is_in_mrr and is_committed), 0)::decimal(38, 6) as committed_mrr,
    coalesce(sum(mrr_at_last_rate) filter (where is_in_mrr), 0)::decimal(38, 6) as constant_currency_mrr,
    coalesce(sum(mrr) filter (where is_in_mrr and is_due_next_month), 0)::decimal(38, 6) as due_next_month_mrr
from item_months
group by account_id, month_start, first_paid_month;

-- How the last paying item of a month ended: what a churned customer left for.
create table last_endings as
with

endings as (

    select
        account_id,
        date_trunc('month', ended_date)::date as month_start,
        is_ended_by_non_payment,
        coalesce(end_reason, '(none)') as end_reason,
        ended_date = max(ended_date) over (partition by account_id, date_trunc('month', ended_date)) as is_last
    from paying_items
    where is_in_mrr and ended_date is not null

)

select
    account_id,
    month_start,
    bool_or(is_ended_by_non_payment) as is_ended_by_non_payment,
    min(end_reason) as end_reason
from endings
where is_last
group by account_id, month_start;

create table customer_movements as
with

with_opening as (

    select
        *,
        lag(closing_mrr, 1, 0) over customer_history as opening_mrr,
        lag(closing_mrr_at_next_rate, 1, 0) over customer_history as revalued_mrr,
        lag(due_next_month_mrr, 1, 0) over customer_history as renewal_due_mrr
    from customer_month_mrr
    window customer_history as (partition by account_id order by month_start)

),

with_fx as (

    select
        *,
        case when opening_mrr > 0 and closing_mrr > 0 then revalued_mrr - opening_mrr else 0 end as fx_mrr,
        opening_mrr > 0 and closing_mrr = 0 as is_churned
    from with_opening

)

select
    with_fx.account_id,
    with_fx.month_start,
    with_fx.first_paid_month,
    opening_mrr,
    case when opening_mrr = 0 and with_fx.month_start = first_paid_month then closing_mrr else 0 end as new_mrr,
    case when opening_mrr = 0 and with_fx.month_start > first_paid_month then closing_mrr else 0 end as reactivation_mrr,
    case when opening_mrr > 0 and closing_mrr > 0 then greatest(closing_mrr - opening_mrr - fx_mrr, 0) else 0 end
        as expansion_mrr,
    case when opening_mrr > 0 and closing_mrr > 0 then greatest(opening_mrr + fx_mrr - closing_mrr, 0) else 0 end
        as contraction_mrr,
    case when is_churned then opening_mrr else 0 end as churned_mrr,
    fx_mrr,
    closing_mrr,
    usage_mrr,
    committed_mrr,
    constant_currency_mrr,
    renewal_due_mrr,
    case when is_churned then renewal_due_mrr else 0 end as renewal_churned_mrr,
    is_churned and coalesce(last_endings.is_ended_by_non_payment, false) as is_involuntary,
    case when is_churned then last_endings.end_reason else '(none)' end as churn_reason
from with_fx
left join last_endings
    on with_fx.is_churned
    and with_fx.account_id = last_endings.account_id
    and with_fx.month_start = last_endings.month_start;

-- Sums, counts and churn of every month, by each breakdown.
create table monthly_sums as
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
    sum(movements.opening_mrr) as opening_mrr,
    sum(movements.new_mrr) as new_mrr,
    sum(movements.reactivation_mrr) as reactivation_mrr,
    sum(movements.expansion_mrr) as expansion_mrr,
    sum(movements.contraction_mrr) as contraction_mrr,
    sum(movements.churned_mrr) as churned_mrr,
    sum(movements.fx_mrr) as fx_mrr,
    sum(movements.closing_mrr) as closing_mrr,
    sum(movements.usage_mrr) as usage_mrr,
    sum(movements.committed_mrr) as committed_mrr,
    sum(movements.constant_currency_mrr) as constant_currency_mrr,
    sum(movements.renewal_due_mrr) as renewal_due_mrr,
    sum(movements.renewal_churned_mrr) as renewal_churned_mrr,
    coalesce(sum(movements.churned_mrr) filter (where movements.is_involuntary), 0) as involuntary_churned_mrr,
    count_if(movements.opening_mrr > 0) as opening_account_count,
    count_if(movements.closing_mrr > 0) as paying_account_count,
    count_if(movements.new_mrr > 0) as new_account_count,
    count_if(movements.reactivation_mrr > 0) as reactivated_account_count,
    count_if(movements.churned_mrr > 0) as churned_account_count,
    count_if(movements.is_involuntary) as involuntary_churned_account_count,
    count_if(movements.renewal_due_mrr > 0) as renewal_due_account_count,
    count_if(movements.churned_mrr > 0) / nullif(count_if(movements.opening_mrr > 0), 0) as logo_churn_rate
from customer_movements as movements
inner join company.intermediate.int_account_profiles as profiles
    on movements.account_id = profiles.account_id
group by grouping sets (
    (movements.month_start),
    (movements.month_start, profiles.segment),
    (movements.month_start, profiles.industry),
    (movements.month_start, profiles.country),
    (movements.month_start, profiles.acquisition_channel),
    (movements.month_start, profiles.plan_name),
    (movements.month_start, profiles.currency)
);

-- Who paid 1, 3 and 12 months ago, and what these customers pay now: the table joined to itself.
create table retention as
select
    later.month_start,
    horizons.horizon_months,
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
    count(*) as base_account_count,
    count_if(later.closing_mrr > 0) as retained_account_count,
    sum(earlier.closing_mrr) as base_mrr,
    sum(later.closing_mrr) as retained_mrr,
    sum(least(earlier.closing_mrr, later.closing_mrr)) as kept_mrr,
    sum(earlier.constant_currency_mrr) as constant_currency_base_mrr,
    sum(later.constant_currency_mrr) as constant_currency_retained_mrr,
    sum(least(earlier.constant_currency_mrr, later.constant_currency_mrr)) as constant_currency_kept_mrr
from customer_movements as earlier
cross join (values (1), (3), (12)) as horizons (horizon_months)
inner join customer_movements as later
    on earlier.account_id = later.account_id
    and earlier.month_start + to_months(horizons.horizon_months) = later.month_start
inner join company.intermediate.int_account_profiles as profiles
    on later.account_id = profiles.account_id
where earlier.closing_mrr > 0
group by grouping sets (
    (later.month_start, horizons.horizon_months),
    (later.month_start, horizons.horizon_months, profiles.segment),
    (later.month_start, horizons.horizon_months, profiles.industry),
    (later.month_start, horizons.horizon_months, profiles.country),
    (later.month_start, horizons.horizon_months, profiles.acquisition_channel),
    (later.month_start, horizons.horizon_months, profiles.plan_name),
    (later.month_start, horizons.horizon_months, profiles.currency)
);

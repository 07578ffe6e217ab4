-- The spine once more, under another policy or under one rule of it: getvariable('policy_variant_id'). Periods of
-- accounts that the policy does not touch are those of the chosen one.

create table if not exists policy_months (
    policy_variant_id integer,
    month_start date,
    mrr decimal(38, 6),
    paying_account_count bigint,
    new_mrr decimal(38, 6),
    reactivation_mrr decimal(38, 6),
    expansion_mrr decimal(38, 6),
    contraction_mrr decimal(38, 6),
    churned_mrr decimal(38, 6),
    fx_mrr decimal(38, 6),
    churned_account_count bigint
);

create or replace temp view policy_items as
select * exclude (policy_variant_id, is_whole_policy) from company.intermediate.int_policy_paying_periods
where policy_variant_id = getvariable('policy_variant_id') and is_in_mrr

union all

select * from company.intermediate.int_paying_periods
where
    is_in_mrr
    and account_id not in (
        select touched.account_id from company.intermediate.int_policy_accounts as touched
        where touched.policy_variant_id = getvariable('policy_variant_id')
    );

insert into policy_months
with

customers as (

    select
        account_id,
        min(started_date) as first_paid_date
    from policy_items
    group by account_id

),

customer_months as (

    select
        customers.account_id,
        date_trunc('month', customers.first_paid_date)::date as first_paid_month,
        months.month_start,
        months.last_counted_date as month_end
    from customers
    inner join company.marts.months as months
        on customers.first_paid_date <= months.last_counted_date

),

customer_month_mrr as (

    select
        customer_months.account_id,
        customer_months.month_start,
        customer_months.first_paid_month,
        coalesce(sum(at_rate(
            policy_items.value_numerator, policy_items.value_denominator, rates.rate_units
        )), 0)::decimal(38, 6) as closing_mrr,
        coalesce(sum(at_rate(
            policy_items.value_numerator, policy_items.value_denominator, next_rates.rate_units
        )), 0)::decimal(38, 6) as closing_mrr_at_next_rate
    from customer_months
    left join policy_items
        on customer_months.account_id = policy_items.account_id
        and policy_items.started_date <= customer_months.month_end
        and (policy_items.ended_date > customer_months.month_end or policy_items.ended_date is null)
    left join company.intermediate.int_exchange_rate_months as rates
        on policy_items.currency = rates.currency
        and customer_months.month_start = rates.month_start
    left join company.intermediate.int_exchange_rate_months as next_rates
        on policy_items.currency = next_rates.currency
        and customer_months.month_start + interval 1 month = next_rates.month_start
    group by customer_months.account_id, customer_months.month_start, customer_months.first_paid_month

),

-- How long a customer was away who came back: the days before the first start of the month.
starts as (

    select
        account_id,
        started_date,
        max(coalesce(ended_date, date '9999-12-31')) over (
            partition by account_id order by started_date, ended_date
            rows between unbounded preceding and 1 preceding
        ) as paid_until_date
    from policy_items

),

returns as (

    select
        account_id,
        date_trunc('month', started_date)::date as month_start,
        arg_min(started_date - paid_until_date, started_date) as days_away
    from starts
    where started_date > paid_until_date
    group by account_id, date_trunc('month', started_date)

),

with_opening as (

    select
        *,
        lag(closing_mrr, 1, 0) over customer_history as opening_mrr,
        lag(closing_mrr_at_next_rate, 1, 0) over customer_history as revalued_mrr
    from customer_month_mrr
    window customer_history as (partition by account_id order by month_start)

),

with_fx as (

    select
        with_opening.*,
        case when opening_mrr > 0 and closing_mrr > 0 then revalued_mrr - opening_mrr else 0 end as fx_mrr,
        with_opening.month_start = with_opening.first_paid_month
        or coalesce(returns.days_away > policies.reactivation_window_days, false) as is_new
    from with_opening
    cross join company.intermediate.int_policy_variants as policies
    left join returns
        on with_opening.opening_mrr = 0
        and with_opening.account_id = returns.account_id
        and with_opening.month_start = returns.month_start
    where policies.policy_variant_id = getvariable('policy_variant_id')

)

select
    getvariable('policy_variant_id') as policy_variant_id,
    month_start,
    sum(closing_mrr) as mrr,
    count_if(closing_mrr > 0) as paying_account_count,
    sum(case when opening_mrr = 0 and is_new then closing_mrr else 0 end) as new_mrr,
    sum(case when opening_mrr = 0 and not is_new then closing_mrr else 0 end) as reactivation_mrr,
    sum(case when opening_mrr > 0 and closing_mrr > 0 then greatest(closing_mrr - opening_mrr - fx_mrr, 0) else 0 end)
        as expansion_mrr,
    sum(case when opening_mrr > 0 and closing_mrr > 0 then greatest(opening_mrr + fx_mrr - closing_mrr, 0) else 0 end)
        as contraction_mrr,
    sum(case when closing_mrr = 0 then opening_mrr else 0 end) as churned_mrr,
    sum(fx_mrr) as fx_mrr,
    count_if(opening_mrr > 0 and closing_mrr = 0) as churned_account_count
from with_fx
group by month_start;

-- MRR at every month's end under one rule of another policy, getvariable('policy_variant_id'): no more than the items
-- that are open then, so no spine of customers.

create table if not exists rule_months (
    policy_variant_id integer,
    month_start date,
    mrr decimal(38, 6)
);

insert into rule_months
with

rule_items as (

    select * exclude (policy_variant_id, is_whole_policy) from company.intermediate.int_policy_paying_periods
    where policy_variant_id = getvariable('policy_variant_id') and is_in_mrr

    union all

    select * from company.intermediate.int_paying_periods
    where
        is_in_mrr
        and account_id not in (
            select touched.account_id from company.intermediate.int_policy_accounts as touched
            where touched.policy_variant_id = getvariable('policy_variant_id')
        )

)

select
    getvariable('policy_variant_id') as policy_variant_id,
    months.month_start,
    sum(at_rate(rule_items.value_numerator, rule_items.value_denominator, rates.rate_units)) as mrr
from company.marts.months as months
inner join rule_items
    on rule_items.started_date <= months.last_counted_date
    and (rule_items.ended_date > months.last_counted_date or rule_items.ended_date is null)
inner join company.intermediate.int_exchange_rate_months as rates
    on rule_items.currency = rates.currency
    and months.month_start = rates.month_start
group by months.month_start;

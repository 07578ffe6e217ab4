-- "Why does this account show that MRR?" Every month of one account beside the contract rows that were paying at its
-- end. The account is the one that moved most in the last month; put your own in its place.
with

movements as (

    select * from {{ ref('mrr_movements') }}

),

paying_periods as (

    select * from {{ ref('int_paying_periods') }}

),

months as (

    select * from {{ ref('months') }}

),

ranked as (

    select
        account_id,
        row_number() over (
            order by month_start desc, gained_mrr + lost_mrr desc, account_id
        ) as size_rank

    from movements

),

chosen as (

    select account_id from ranked
    where size_rank = 1

)

select
    movements.account_id,
    movements.month_start,
    movements.movement_type,
    movements.opening_mrr,
    movements.closing_mrr,
    movements.fx_mrr,
    paying_periods.subscription_item_id,
    paying_periods.plan_name,
    paying_periods.net_amount,
    paying_periods.currency,
    paying_periods.started_date,
    paying_periods.ended_date

from movements

inner join chosen
    on movements.account_id = chosen.account_id

inner join months
    on movements.month_start = months.month_start

left join paying_periods
    on movements.account_id = paying_periods.account_id
    and months.last_counted_date >= paying_periods.started_date
    and (months.last_counted_date < paying_periods.ended_date or paying_periods.ended_date is null)

order by movements.month_start, paying_periods.subscription_item_id

-- When an account began to pay after a trial. What is paid belongs to the last trial that began before.
with

trials as (

    select * from {{ ref('int_trials') }}

),

intervals as (

    select * from {{ ref('int_account_paying_intervals') }}
    where policy_variant_id = 0

),

payments as (

    select
        trials.account_id,
        trials.trial_number,
        max(case when intervals.started_date <= trials.started_date then 1 else 0 end) = 1 as is_paying_at_start,
        min(case when intervals.started_date > trials.started_date then intervals.started_date end) as paid_date

    from trials

    inner join intervals
        on trials.account_id = intervals.account_id
        and (intervals.ended_date is null or trials.started_date < intervals.ended_date)
        and (trials.next_started_date is null or trials.next_started_date >= intervals.started_date)

    group by 1, 2

)

select * from payments

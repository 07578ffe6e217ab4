-- Accounts with a term of a year or more that ended in a month, and what it was worth.
with

periods as (

    select * from {{ ref('int_paying_periods') }}
    where is_in_mrr and term_months >= 12

),

months as (

    select * from {{ ref('months') }}

),

rates as (

    select * from {{ ref('int_exchange_rate_months') }}

),

-- What was open at the end of the month before; a term ends when its age is a multiple of its length.
open_before as (

    select
        periods.*,
        months.month_start as due_month,
        cast({{ dbt.dateadd('month', -1, 'months.month_start') }} as date) as month_before

    from periods

    inner join months
        on periods.started_date < months.month_start
        and (periods.ended_date is null or periods.ended_date >= months.month_start)

),

with_age as (

    select
        *,
        {{ dbt.datediff('term_started_date', 'due_month', 'month') }} as age_months  -- noqa: LT05

    from open_before

),

due as (

    select * from with_age
    where age_months > 0 and age_months % term_months = 0

),

by_account as (

    select
        due.account_id,
        due.due_month as month_start,
        {{ account_amount('sum(' ~ monthly_value('due', 'rates.rate_units') ~ ')') }} as renewal_due_mrr

    from due

    inner join rates
        on due.currency = rates.currency
        and due.month_before = rates.month_start

    group by 1, 2

)

select * from by_account

with

exchange_rates as (

    select * from {{ ref('stg_billing__exchange_rates') }}
    where rejection_reason is null

),

months as (

    select * from {{ ref('months') }}

),

with_next_date as (

    select
        currency,
        rate_date,
        rate,
        lead(rate_date) over (partition by currency order by rate_date) as next_rate_date

    from exchange_rates

    where currency != {{ setting('reporting_currency') }}

),

-- The rate of a month is the latest on or before its last day (of the days that count).
foreign_rates as (

    select
        with_next_date.currency,
        months.month_start,
        with_next_date.rate

    from months

    inner join with_next_date
        on months.last_counted_date >= with_next_date.rate_date
        and (months.last_counted_date < with_next_date.next_rate_date or with_next_date.next_rate_date is null)

),

with_reporting_currency as (

    select * from foreign_rates

    union all

    select
        {{ setting('reporting_currency') }} as currency,
        month_start,
        cast(1 as decimal(19, 10)) as rate

    from months

)

select
    currency,
    month_start,
    rate,

    -- For exact arithmetic: the rates of this month and of the one before, x 10^10.
    cast(rate * 10000000000 as hugeint) as rate_units,
    cast(lag(rate) over (partition by currency order by month_start) * 10000000000 as hugeint) as previous_rate_units

from with_reporting_currency

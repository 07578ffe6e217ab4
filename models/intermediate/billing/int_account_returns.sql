{{ config(materialized='view') }}

with

intervals as (

    select * from {{ ref('int_account_paying_intervals') }}

),

ranked as (

    select
        history_id,
        cast({{ dbt.date_trunc('month', 'started_date') }} as date) as month_start,
        {{ dbt.datediff('previous_ended_date', 'started_date', 'day') }} as days_away,  -- noqa: LT05
        row_number() over (
            partition by history_id, {{ dbt.date_trunc('month', 'started_date') }} order by started_date
        ) as start_number

    from intervals

    where previous_ended_date is not null

)

-- The first start of a month decides how long the account was away.
select
    history_id,
    month_start,
    days_away

from ranked

where start_number = 1

{{ config(materialized='view') }}

with

intervals as (

    select * from {{ ref('int_account_paying_intervals') }}

),

ranked as (

    select
        history_id,
        cast({{ dbt.date_trunc('month', 'ended_date') }} as date) as month_start,
        is_ended_by_non_payment,
        end_reason,
        row_number() over (
            partition by history_id, {{ dbt.date_trunc('month', 'ended_date') }} order by ended_date
        ) as loss_count,
        row_number() over (
            partition by history_id, {{ dbt.date_trunc('month', 'ended_date') }} order by ended_date desc
        ) as recency

    from intervals

    where ended_date is not null

)

select
    history_id,
    month_start,
    cast(loss_count as integer) as loss_count,
    is_ended_by_non_payment,
    end_reason

from ranked

where recency = 1

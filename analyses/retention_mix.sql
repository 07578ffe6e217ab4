-- "Retention fell: does every segment lose more, or are there more of those that lose much?" The change of logo
-- retention over a month, split for each breakdown into what happened within its values (their rates, at the old mix)
-- and between them (the new mix). The two add up to the change; where their signs differ, the total and its values tell
-- opposite stories (Simpson's paradox).
with

retention as (

    select * from {{ ref('revenue_retention_monthly_by_breakdown') }}
    where horizon_months = 1 and is_complete

),

with_share as (

    select
        month_start,
        breakdown,
        breakdown_value,
        logo_retention_rate,
        cast(base_account_count as double)
        / nullif(sum(base_account_count) over (partition by month_start, breakdown), 0) as base_share

    from retention

),

with_previous as (

    select
        *,
        coalesce(lag(base_share) over value_history, 0) as previous_share,
        lag(logo_retention_rate) over value_history as previous_rate

    from with_share

    window value_history as (partition by breakdown, breakdown_value order by month_start)

),

-- A value without a base in one of the two months has no rate there: its weight is 0, so the other's rate may stand in.
with_rates as (

    select
        month_start,
        breakdown,
        base_share,
        previous_share,
        coalesce(logo_retention_rate, previous_rate, 0) as rate,
        coalesce(previous_rate, logo_retention_rate, 0) as previous_rate

    from with_previous

)

select
    month_start,
    breakdown,
    sum(base_share * rate) as logo_retention_rate,
    sum(base_share * rate) - sum(previous_share * previous_rate) as rate_change,
    sum(previous_share * (rate - previous_rate)) as within_values,
    sum((base_share - previous_share) * rate) as between_values

from with_rates

where month_start > (select min(all_months.month_start) from with_rates as all_months)

group by 1, 2

order by 1 desc, 2

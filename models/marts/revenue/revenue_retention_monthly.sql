{%- set measures = [
    'base_account_count', 'retained_account_count', 'base_mrr', 'retained_mrr', 'kept_mrr', 'constant_currency_base_mrr',
    'constant_currency_retained_mrr', 'constant_currency_kept_mrr',
] -%}
with

retention as (

    select * from {{ ref('int_account_retention') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

breakdowns as (

    select * from {{ ref('int_profile_breakdowns') }}

),

horizons as (

    select * from {{ ref('int_retention_horizons') }}

),

revenue as (

    select * from {{ ref('int_revenue_by_breakdown') }}

),

by_profile as (

    select
        retention.month_start,
        retention.horizon_months,
        {% for measure in measures %}
            sum(retention.{{ measure }}) as {{ measure }},
        {% endfor %}
        profiles.profile_id

    from retention

    inner join profiles
        on retention.account_id = profiles.account_id

    group by retention.month_start, retention.horizon_months, profiles.profile_id

),

by_breakdown as (

    select
        by_profile.month_start,
        by_profile.horizon_months,
        {% for measure in measures %}
            sum(by_profile.{{ measure }}) as {{ measure }},
        {% endfor %}
        breakdowns.breakdown,
        breakdowns.breakdown_value

    from by_profile

    inner join breakdowns
        on by_profile.profile_id = breakdowns.profile_id

    group by by_profile.month_start, by_profile.horizon_months, breakdowns.breakdown, breakdowns.breakdown_value

),

with_first_month as (

    select
        month_start,
        breakdown,
        breakdown_value,
        is_complete,
        min(month_start) over (partition by breakdown, breakdown_value) as first_month_start

    from revenue

),

-- A month in which nobody was there to be retained is a row, too: its rates are null.
month_horizons as (

    select
        with_first_month.month_start,
        with_first_month.breakdown,
        with_first_month.breakdown_value,
        with_first_month.is_complete,
        horizons.horizon_months

    from with_first_month

    inner join horizons
        on with_first_month.month_start
        >= {{ dbt.dateadd('month', 'horizons.horizon_months', 'with_first_month.first_month_start') }}

),

final as (

    select
        -- grain
        month_horizons.month_start,
        month_horizons.horizon_months,
        month_horizons.breakdown,
        month_horizons.breakdown_value,

        -- accounts
        cast(coalesce(by_breakdown.base_account_count, 0) as bigint) as base_account_count,
        cast(coalesce(by_breakdown.retained_account_count, 0) as bigint) as retained_account_count,
        cast(by_breakdown.retained_account_count as double) / by_breakdown.base_account_count as logo_retention_rate,

        -- money
        cast(coalesce(by_breakdown.base_mrr, 0) as decimal(38, 6)) as base_mrr,
        cast(coalesce(by_breakdown.retained_mrr, 0) as decimal(38, 6)) as retained_mrr,
        cast(coalesce(by_breakdown.kept_mrr, 0) as decimal(38, 6)) as kept_mrr,
        cast(by_breakdown.retained_mrr as double) / cast(by_breakdown.base_mrr as double) as nrr,
        cast(by_breakdown.kept_mrr as double) / cast(by_breakdown.base_mrr as double) as grr,

        -- money, at the rates of the month of as_of
        cast(coalesce(by_breakdown.constant_currency_base_mrr, 0) as decimal(38, 6)) as constant_currency_base_mrr,
        cast(coalesce(by_breakdown.constant_currency_retained_mrr, 0) as decimal(38, 6))
            as constant_currency_retained_mrr,
        cast(coalesce(by_breakdown.constant_currency_kept_mrr, 0) as decimal(38, 6)) as constant_currency_kept_mrr,
        cast(by_breakdown.constant_currency_retained_mrr as double)
        / nullif(cast(by_breakdown.constant_currency_base_mrr as double), 0) as constant_currency_nrr,
        cast(by_breakdown.constant_currency_kept_mrr as double)
        / nullif(cast(by_breakdown.constant_currency_base_mrr as double), 0) as constant_currency_grr,

        month_horizons.is_complete

    from month_horizons

    left join by_breakdown
        on month_horizons.month_start = by_breakdown.month_start
        and month_horizons.horizon_months = by_breakdown.horizon_months
        and month_horizons.breakdown = by_breakdown.breakdown
        and month_horizons.breakdown_value = by_breakdown.breakdown_value

)

select * from final

with

revenue as (

    select * from {{ ref('mrr_monthly_by_breakdown') }}

),

horizons as (

    {% for horizon in retention_horizons() %}
        select {{ horizon }} as horizon_months
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

retention as (

    select * from {{ ref('account_retention') }}

),

-- What bases have lost and gained, from those of their accounts whose MRR has changed since. What a base was worth
-- needs no sum: it is the closing MRR of its month.
changes as (

    select
        month_start,
        horizon_months,
        {{ breakdown_columns() }},
        sum(base_account_count - retained_account_count) as lost_account_count,
        sum(retained_mrr - base_mrr) as mrr_change,
        sum(base_mrr - kept_mrr) as lost_mrr,
        sum(constant_currency_retained_mrr - constant_currency_base_mrr) as constant_currency_mrr_change,
        sum(constant_currency_base_mrr - constant_currency_kept_mrr) as constant_currency_lost_mrr

    from retention

    where retained_mrr != base_mrr or constant_currency_retained_mrr != constant_currency_base_mrr

    group by {{ breakdown_sets(['month_start', 'horizon_months']) }}

),

-- A month with nobody to retain has a row, too, with rates of null.
bases as (

    select
        later.month_start,
        horizons.horizon_months,
        later.breakdown,
        later.breakdown_value,
        later.is_complete,
        earlier.paying_account_count as base_account_count,
        earlier.closing_mrr as base_mrr,
        earlier.constant_currency_mrr as constant_currency_base_mrr

    from revenue as earlier

    cross join horizons

    inner join revenue as later
        on earlier.breakdown = later.breakdown
        and earlier.breakdown_value = later.breakdown_value
        and {{ dbt.dateadd('month', 'horizons.horizon_months', 'earlier.month_start') }} = later.month_start

),

with_changes as (

    select
        bases.*,
        coalesce(changes.lost_account_count, 0) as lost_account_count,
        coalesce(changes.mrr_change, 0) as mrr_change,
        coalesce(changes.lost_mrr, 0) as lost_mrr,
        coalesce(changes.constant_currency_mrr_change, 0) as constant_currency_mrr_change,
        coalesce(changes.constant_currency_lost_mrr, 0) as constant_currency_lost_mrr

    from bases

    left join changes
        on bases.month_start = changes.month_start
        and bases.horizon_months = changes.horizon_months
        and bases.breakdown = changes.breakdown
        and bases.breakdown_value = changes.breakdown_value

),

retained as (

    select
        *,
        cast(base_account_count - lost_account_count as bigint) as retained_account_count,
        cast(base_mrr + mrr_change as decimal(38, 6)) as retained_mrr,
        cast(base_mrr - lost_mrr as decimal(38, 6)) as kept_mrr,
        cast(constant_currency_base_mrr + constant_currency_mrr_change as decimal(38, 6))
            as constant_currency_retained_mrr,
        cast(constant_currency_base_mrr - constant_currency_lost_mrr as decimal(38, 6)) as constant_currency_kept_mrr

    from with_changes

),

final as (

    select
        -- grain
        month_start,
        horizon_months,
        breakdown,
        breakdown_value,

        -- accounts
        base_account_count,
        retained_account_count,
        cast(retained_account_count as double) / nullif(base_account_count, 0) as logo_retention_rate,

        -- money
        base_mrr,
        retained_mrr,
        kept_mrr,
        cast(retained_mrr as double) / nullif(cast(base_mrr as double), 0) as nrr,
        cast(kept_mrr as double) / nullif(cast(base_mrr as double), 0) as grr,

        -- money, at the rates of the month of as_of
        constant_currency_base_mrr,
        constant_currency_retained_mrr,
        constant_currency_kept_mrr,
        cast(constant_currency_retained_mrr as double)
        / nullif(cast(constant_currency_base_mrr as double), 0) as constant_currency_nrr,
        cast(constant_currency_kept_mrr as double)
        / nullif(cast(constant_currency_base_mrr as double), 0) as constant_currency_grr,

        is_complete

    from retained

)

select * from final

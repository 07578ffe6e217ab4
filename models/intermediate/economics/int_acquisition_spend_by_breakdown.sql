with

bookings as (

    select * from {{ ref('acquisition_spend') }}

),

months as (

    select * from {{ ref('months') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

-- Spend is known by channel, and by no other attribute of accounts.
by_channel as (

    select
        month_start,
        acquisition_channel,
        amount as acquisition_spend,
        0 as cac_spend

    from bookings

    union all

    select
        cac_month_start as month_start,
        acquisition_channel,
        0 as acquisition_spend,
        amount as cac_spend

    from bookings

),

by_breakdown as (

    select
        month_start,
        'acquisition_channel' as breakdown,
        acquisition_channel as breakdown_value,
        sum(acquisition_spend) as acquisition_spend,
        sum(cac_spend) as cac_spend

    from by_channel

    group by 1, 2, 3

    union all

    select
        month_start,
        'total' as breakdown,
        'all' as breakdown_value,
        sum(acquisition_spend) as acquisition_spend,
        sum(cac_spend) as cac_spend

    from by_channel

    group by 1, 2, 3

),

-- Channels that brought accounts and cost nothing, and channels that cost and brought none. What accounts of an unknown
-- channel cost is not known either.
channels as (

    select
        'acquisition_channel' as breakdown,
        acquisition_channel as breakdown_value
    from profiles
    where acquisition_channel != '(none)'

    union distinct

    select
        breakdown,
        breakdown_value
    from by_breakdown

),

first_bookings as (

    select
        min(month_start) as first_month_start,
        min(cac_month_start) as first_cac_month_start

    from bookings

),

-- Before the first booking nothing is known; from it on, what is not booked was not spent.
final as (

    select
        months.month_start,
        channels.breakdown,
        channels.breakdown_value,
        cast(coalesce(by_breakdown.acquisition_spend, 0) as decimal(38, 6)) as acquisition_spend,
        case
            when months.month_start >= first_bookings.first_cac_month_start
                then cast(coalesce(by_breakdown.cac_spend, 0) as decimal(38, 6))
        end as cac_spend

    from first_bookings

    inner join months
        on first_bookings.first_month_start <= months.month_start

    cross join channels

    left join by_breakdown
        on months.month_start = by_breakdown.month_start
        and channels.breakdown = by_breakdown.breakdown
        and channels.breakdown_value = by_breakdown.breakdown_value

)

select * from final

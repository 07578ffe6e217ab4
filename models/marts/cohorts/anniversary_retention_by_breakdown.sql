with

anniversaries as (

    select * from {{ ref('account_anniversaries') }}

),

by_breakdown as (

    select
        month_start,
        {{ breakdown_columns() }},
        is_first_year_complete,
        is_complete,
        cast(sum(paid_account_count) as bigint) as paid_account_count,
        cast(sum(first_year_retained_count) as bigint) as first_year_retained_count,
        cast(sum(second_year_base_count) as bigint) as second_year_base_count,
        cast(sum(second_year_retained_count) as bigint) as second_year_retained_count

    from anniversaries

    group by {{ breakdown_sets(['month_start', 'is_first_year_complete', 'is_complete']) }}

),

final as (

    select
        -- grain
        month_start,
        breakdown,
        breakdown_value,

        -- the first year
        paid_account_count,
        case when is_first_year_complete then paid_account_count end as first_year_base_count,
        case when is_first_year_complete then first_year_retained_count end as first_year_retained_count,
        case when is_first_year_complete then cast(first_year_retained_count as double) / paid_account_count end
            as first_year_retention_rate,

        -- the second year, of those who completed the first
        case when is_complete then second_year_base_count end as second_year_base_count,
        case when is_complete then second_year_retained_count end as second_year_retained_count,
        case when is_complete then cast(second_year_retained_count as double) / nullif(second_year_base_count, 0) end
            as second_year_retention_rate,

        is_first_year_complete,
        is_complete

    from by_breakdown

)

select * from final

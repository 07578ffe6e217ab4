-- How much of the MRR the largest accounts pay. Ranks are made value by value, which no sum over grouping sets can do.
with

account_months as (

    select * from {{ ref('int_account_months') }}
    where closing_mrr > 0

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

by_value as (

    {% for breakdown, column in dict({'total': "'all'"}, **breakdown_attributes()).items() %}
        select
            account_months.month_start,
            '{{ breakdown }}' as breakdown,
            {{ column if breakdown == 'total' else 'profiles.' ~ column }} as breakdown_value,
            account_months.closing_mrr

        from account_months

        inner join profiles
            on account_months.account_id = profiles.account_id

        {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- Among accounts of equal size it does not matter which is counted.
ranked as (

    select
        *,
        row_number() over (partition by month_start, breakdown, breakdown_value order by closing_mrr desc) as size_rank

    from by_value

)

select
    month_start,
    breakdown,
    breakdown_value,
    cast(max(closing_mrr) as decimal(38, 6)) as largest_account_mrr,
    cast(sum(closing_mrr) as decimal(38, 6)) as top_10_mrr

from ranked

where size_rank <= 10

group by month_start, breakdown, breakdown_value

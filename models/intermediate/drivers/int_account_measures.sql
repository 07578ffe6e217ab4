-- Whether an account that pays at a month's end has the influencer in it: met the North Star, or does more per active
-- user than the account in the middle of the month's.
with

wanted as (

    select distinct account_measure
    from {{ ref('int_metric_influencers') }}
    where account_measure is not null

),

engagement as (

    select * from {{ ref('int_account_engagement') }}

),

north_star_months as (

    select * from {{ ref('int_north_star_account_months') }}

),

with_value as (

    {% for measure, count in driver_measures().items() if count %}
        select
            engagement.history_id,
            engagement.month_start,
            wanted.account_measure,
            engagement.{{ count }} as measure_value
        from engagement
        inner join wanted
            on wanted.account_measure = '{{ measure }}'
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- Accounts of equal value are alike here, so their number is enough to find the middle.
value_counts as (

    select
        account_measure,
        month_start,
        measure_value,
        count(*) as account_count

    from with_value

    group by 1, 2, 3

),

with_rank as (

    select
        *,
        sum(account_count) over (partition by account_measure, month_start order by measure_value) as count_up_to,
        sum(account_count) over (partition by account_measure, month_start) as total_count

    from value_counts

),

medians as (

    select
        account_measure,
        month_start,
        min(measure_value) as median_value

    from with_rank

    where 2 * count_up_to >= total_count

    group by 1, 2

)

select
    with_value.history_id,
    with_value.month_start,
    with_value.account_measure,
    with_value.measure_value > medians.median_value as is_with

from with_value

inner join medians
    on with_value.account_measure = medians.account_measure
    and with_value.month_start = medians.month_start

union all

select
    north_star_months.history_id,
    north_star_months.month_start,
    wanted.account_measure,
    north_star_months.met_count > 0 as is_with

from north_star_months

inner join wanted
    on wanted.account_measure = 'north_star'

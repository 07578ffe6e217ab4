{%- set counts = driver_measures().values() | select | list -%}
-- Whether an account that pays at a month's end had the influencer in that month: it met the North Star, or did more
-- per active user than the month's median account.
with

wanted as (

    select distinct account_measure
    from {{ ref('int_metric_influencers') }}
    where account_measure is not null

),

account_months as (

    select * from {{ ref('int_account_months') }}
    where closing_mrr > 0

),

user_months as (

    select * from {{ ref('engagement_user_months') }}

),

north_star_months as (

    select * from {{ ref('int_north_star_account_months') }}

),

known as (

    select min(month_start) as first_month from user_months

),

usage as (

    select
        account_id,
        month_start,
        {% for count in counts %}
            sum({{ count }}) as {{ count }},
        {% endfor %}
        sum(active_user_count) as active_user_count

    from user_months

    group by 1, 2

),

-- What the account did in the month per active user; 0 if it was not active.
engagement as (

    select
        account_months.account_id,
        {% for count in counts %}
            coalesce(cast(usage.{{ count }} as double) / usage.active_user_count, 0) as {{ count }},
        {% endfor %}
        account_months.month_start

    from account_months

    inner join known
        on account_months.month_start >= known.first_month

    left join usage
        on account_months.account_id = usage.account_id
        and account_months.month_start = usage.month_start

),

with_value as (

    {% for measure, count in driver_measures().items() if count %}
        select
            engagement.account_id,
            engagement.month_start,
            wanted.account_measure,
            engagement.{{ count }} as measure_value
        from engagement
        inner join wanted
            on wanted.account_measure = '{{ measure }}'
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- Accounts with the same value are interchangeable here, so counting them is enough to find the median.
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
    with_value.account_id,
    with_value.month_start,
    with_value.account_measure,
    with_value.measure_value > medians.median_value as is_with

from with_value

inner join medians
    on with_value.account_measure = medians.account_measure
    and with_value.month_start = medians.month_start

union all

select
    north_star_months.account_id,
    north_star_months.month_start,
    wanted.account_measure,
    north_star_months.met_count > 0 as is_with

from north_star_months

inner join wanted
    on wanted.account_measure = 'north_star'

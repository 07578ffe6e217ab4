{%- set counts = driver_measures().values() | select | list -%}
-- Whether an account that pays at a month's end has the influencer in it: met the North Star, or does more per active user
-- than the account in the middle of the month's. Who was not seen did nothing.
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

histories as (

    select * from {{ ref('int_account_histories') }}
    where policy_variant_id = 0

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

engagement as (

    select
        histories.history_id,
        user_months.month_start,
        {% for count in counts %}
            sum(user_months.{{ count }}) as {{ count }},
        {% endfor %}
        sum(user_months.active_user_count) as active_user_count

    from user_months

    inner join histories
        on user_months.account_id = histories.account_id

    group by 1, 2

),

observed as (

    select
        account_months.history_id,
        account_months.month_start,
        {% for count in counts %}
            coalesce(cast(engagement.{{ count }} as double) / engagement.active_user_count, 0) as {{ count }}
            {{- ',' if not loop.last }}
        {% endfor %}

    from account_months

    inner join known
        on account_months.month_start >= known.first_month

    left join engagement
        on account_months.history_id = engagement.history_id
        and account_months.month_start = engagement.month_start

),

with_value as (

    {% for measure, count in driver_measures().items() if count %}
        select
            observed.history_id,
            observed.month_start,
            wanted.account_measure,
            observed.{{ count }} as measure_value
        from observed
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

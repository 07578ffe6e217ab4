{%- set counts = driver_measures().values() | select | list -%}
-- Whether an account that pays at a month's end had the influencer in that month: it met the North Star, or did more
-- per active user than the month's median account.
with

account_months as (

    select * from {{ ref('int_account_months') }}
    where closing_mrr > 0

),

numbers as (

    select * from {{ ref('stg_crm__entity_numbers') }}
    where entity = 'account'

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

    group by account_id, month_start

),

-- What the account did in the month per active user: 0 if it was not active, null before usage is known.
engagement as (

    select
        numbers.entity_number as account_number,
        {% for measure, count in driver_measures().items() if count %}
            case
                when known.first_month is not null
                    then coalesce(cast(usage.{{ count }} as double) / usage.active_user_count, 0)
            end as {{ measure }},
        {% endfor %}
        account_months.month_start

    from account_months

    inner join numbers
        on account_months.account_id = numbers.entity_id

    left join known
        on account_months.month_start >= known.first_month

    left join usage
        on account_months.account_id = usage.account_id
        and account_months.month_start = usage.month_start

),

-- Accounts with the same value are interchangeable here, so counting them is enough to find the median.
value_counts as (

    {% for measure, count in driver_measures().items() if count %}
        select
            '{{ measure }}' as account_measure,
            month_start,
            {{ measure }} as measure_value,
            count(*) as account_count

        from engagement

        where {{ measure }} is not null

        group by month_start, {{ measure }}

        {{ 'union all' if not loop.last }}
    {% endfor %}

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
        {% for measure, count in driver_measures().items() if count %}
            min(case when account_measure = '{{ measure }}' then measure_value end) as {{ measure }},
        {% endfor %}
        month_start

    from with_rank

    where 2 * count_up_to >= total_count

    group by month_start

)

select
    engagement.account_number,
    {% for measure, count in driver_measures().items() if count %}
        engagement.{{ measure }} > medians.{{ measure }} as is_with_{{ measure }},
    {% endfor %}
    north_star_months.met_count > 0 as is_with_north_star,
    engagement.month_start

from engagement

left join medians
    on engagement.month_start = medians.month_start

left join north_star_months
    on engagement.account_number = north_star_months.account_number
    and engagement.month_start = north_star_months.month_start

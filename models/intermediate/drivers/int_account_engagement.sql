{%- set counts = driver_measures().values() | select | list -%}
-- What an account that pays at a month's end did in the month per active user. Who was not seen did nothing.
with

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
        {% for count in counts %}
            coalesce(cast(engagement.{{ count }} as double) / engagement.active_user_count, 0) as {{ count }},
        {% endfor %}
        account_months.month_start

    from account_months

    inner join known
        on account_months.month_start >= known.first_month

    left join engagement
        on account_months.history_id = engagement.history_id
        and account_months.month_start = engagement.month_start

)

select * from observed

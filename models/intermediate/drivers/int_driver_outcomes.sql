-- What became of accounts, as the outcome metrics say it of one account: how often it could, and how often it did.
with

outcomes as (

    select * from {{ ref('int_account_outcomes') }}

),

north_star_months as (

    select * from {{ ref('int_north_star_account_months') }}

),

wanted as (

    select distinct
        account_outcome,
        horizon_months
    from {{ ref('int_metric_influencers') }}
    where account_outcome is not null

),

with_later_month as (

    select
        *,
        cast({{ dbt.dateadd('month', 'horizon_months', 'month_start') }} as date) as outcome_month

    from outcomes

),

all_outcomes as (

    {% for name, count, sum in [
        ('churned', 'retained_count', 'retained_count - retained_sum'),
        ('not_renewed', 'renewed_count', 'renewed_count - renewed_sum'),
        ('expanded', 'expanded_count', 'expanded_sum'),
        ('nps', 'nps_count', 'nps_sum'),
    ] %}
        select
            history_id,
            month_start,
            horizon_months,
            outcome_month,
            '{{ name }}' as account_outcome,
            {{ count }} as observation_count,
            {{ sum }} as outcome_sum
        from with_later_month
        where {{ count }} > 0

        union all
    {% endfor %}

    select
        with_later_month.history_id,
        with_later_month.month_start,
        with_later_month.horizon_months,
        with_later_month.outcome_month,
        'north_star' as account_outcome,
        1 as observation_count,
        case when north_star_months.met_count > 0 then 1 else 0 end as outcome_sum
    from with_later_month
    inner join north_star_months
        on with_later_month.history_id = north_star_months.history_id
        and with_later_month.outcome_month = north_star_months.month_start

)

select
    all_outcomes.history_id,
    all_outcomes.month_start,
    all_outcomes.horizon_months,
    all_outcomes.outcome_month,
    all_outcomes.account_outcome,
    all_outcomes.observation_count,
    all_outcomes.outcome_sum

from all_outcomes

inner join wanted
    on all_outcomes.account_outcome = wanted.account_outcome
    and all_outcomes.horizon_months = wanted.horizon_months

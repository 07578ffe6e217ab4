{# The unbroken runs of days in which an account pays for anything that counts as MRR: of the chosen policy, or with
   `by_policy` of the others. One row per account and run. #}
{% macro paying_intervals(by_policy=false) %}
{%- set keys = ['policy_variant_id', 'account_id'] if by_policy else ['account_id'] %}
with

periods as (

    select * from {{ ref('int_policy_paying_periods' if by_policy else 'int_paying_periods') }}
    where is_in_mrr{{ ' and is_whole_policy' if by_policy }}

),

changes as (

    select
        {{ keys | join(', ') }},
        started_date as change_date,
        1 as period_count,
        false as is_ended_by_non_payment,
        cast(null as varchar) as end_reason

    from periods

    union all

    select
        {{ keys | join(', ') }},
        ended_date as change_date,
        -1 as period_count,
        is_ended_by_non_payment,
        end_reason

    from periods

    where ended_date is not null

),

-- An end and a start on one day cancel out: leaving and coming back within a day is not churn.
by_date as (

    select
        {{ keys | join(', ') }},
        change_date,
        sum(period_count) as period_count,
        max(case when is_ended_by_non_payment then 1 else 0 end) = 1 as is_ended_by_non_payment,
        min(end_reason) as end_reason

    from changes

    group by {{ keys | join(', ') }}, change_date

),

with_open_count as (

    select
        *,
        sum(period_count) over (
            partition by {{ keys | join(', ') }} order by change_date
        ) as open_count

    from by_date

),

edges as (

    select
        *,
        lead(change_date) over (partition by {{ keys | join(', ') }} order by change_date) as next_edge_date,
        lead(is_ended_by_non_payment) over (
            partition by {{ keys | join(', ') }} order by change_date
        ) as is_next_by_non_payment,
        lead(end_reason) over (partition by {{ keys | join(', ') }} order by change_date) as next_end_reason,
        lag(change_date) over (partition by {{ keys | join(', ') }} order by change_date) as previous_edge_date

    from with_open_count

    where (open_count > 0) != (open_count - period_count > 0)

)

select
    {{ keys | join(', ') }},
    change_date as started_date,
    next_edge_date as ended_date,
    previous_edge_date as previous_ended_date,
    coalesce(is_next_by_non_payment, false) as is_ended_by_non_payment,
    next_end_reason as end_reason

from edges

where open_count > 0
{% endmacro %}

-- Every account in every month since it first paid for anything. A view: most of its rows repeat the month before.
{{ config(materialized='view') }}

with

movements as (

    select * from {{ ref('int_account_mrr_movements') }}

),

months as (

    select * from {{ ref('months') }}

),

unfolded as (

    select
        movements.account_id,
        months.month_start,
        movements.first_paid_month,
        months.is_complete,
        months.month_start = movements.month_start as is_moment,
        movements.movement_type,
        movements.opening_mrr,
        movements.new_mrr,
        movements.reactivation_mrr,
        movements.expansion_mrr,
        movements.contraction_mrr,
        movements.churned_mrr,
        movements.fx_mrr,
        movements.closing_mrr,
        movements.usage_mrr,
        movements.committed_mrr,
        movements.constant_currency_mrr,
        movements.constant_currency_change,
        movements.loss_count,
        movements.is_ended_by_non_payment,
        movements.end_reason

    from movements

    inner join months
        on movements.month_start <= months.month_start
        and (movements.next_month_start is null or movements.next_month_start > months.month_start)

)

select
    account_id,
    month_start,
    first_paid_month,
    is_complete,

    -- state at the end of the month
    closing_mrr,
    usage_mrr,
    committed_mrr,
    constant_currency_mrr,

    -- what the month changed; 0 in a month without changes
    case when is_moment then movement_type else 'none' end as movement_type,
    case when is_moment then opening_mrr else closing_mrr end as opening_mrr,
    {% for amount in [
        'new_mrr', 'reactivation_mrr', 'expansion_mrr', 'contraction_mrr', 'churned_mrr', 'fx_mrr',
    ] %}
        case when is_moment then {{ amount }} else 0 end as {{ amount }},
    {% endfor %}
    case when is_moment then constant_currency_change else 0 end as constant_currency_net_new_mrr,
    case when is_moment then loss_count else 0 end as loss_count,
    is_moment and is_ended_by_non_payment as is_ended_by_non_payment,
    case when is_moment then end_reason end as end_reason

from unfolded

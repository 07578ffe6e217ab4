-- An account's months in which something changed: what it was before and after, and what kind of movement that is.
-- Until next_month_start it stays as it is; mrr_movements unfolds that to all months.
with

histories as (

    select * from {{ ref('int_account_histories') }}

),

states as (

    select * from {{ ref('int_account_mrr_states') }}

),

policies as (

    select * from {{ ref('int_revenue_policies') }}

),

losses as (

    select * from {{ ref('int_account_losses') }}

),

returns_to_paying as (

    select * from {{ ref('int_account_returns') }}

),

described as (

    select
        states.*,
        histories.policy_variant_id,
        histories.account_id,
        histories.rule_set_id,
        histories.profile_id,
        histories.first_paid_month,
        states.closing_mrr - states.mrr_change as opening_mrr,
        coalesce(losses.is_ended_by_non_payment, false) as is_ended_by_non_payment,
        losses.end_reason,

        -- Only an account that pays before and after can be revalued. A new one has nothing to revalue, and what a
        -- leaving one takes along is what it was worth.
        case
            when states.closing_mrr > 0 and states.closing_mrr > states.mrr_change then states.revaluation
            else 0
        end as fx_mrr,
        returns_to_paying.days_away,
        policies.reactivation_window_days

    from states

    inner join histories
        on states.history_id = histories.history_id

    inner join policies
        on histories.policy_variant_id = policies.policy_variant_id

    left join losses
        on states.history_id = losses.history_id
        and states.month_start = losses.month_start

    left join returns_to_paying
        on states.history_id = returns_to_paying.history_id
        and states.month_start = returns_to_paying.month_start

),

classified as (

    select
        *,
        -- What the month changed, exchange rates left aside.
        closing_mrr - opening_mrr - fx_mrr as own_change,

        -- First match wins: from and to zero are settled before up and down.
        case
            when opening_mrr = 0 and closing_mrr > 0 and month_start = first_paid_month then 'new'
            when opening_mrr = 0 and closing_mrr > 0 and days_away > reactivation_window_days then 'new'
            when opening_mrr = 0 and closing_mrr > 0 then 'reactivation'
            when opening_mrr > 0 and closing_mrr = 0 then 'churn'
            when closing_mrr - opening_mrr - fx_mrr > 0 then 'expansion'
            when closing_mrr - opening_mrr - fx_mrr < 0 then 'contraction'
            else 'none'
        end as movement_type

    from described

)

select
    -- whose, under which policy, and what it is alike in
    history_id,
    policy_variant_id,
    account_id,
    rule_set_id,
    profile_id,

    month_start,
    next_month_start,
    first_paid_month,
    movement_type,

    -- opening + new + reactivation + expansion - contraction - churned + fx = closing
    opening_mrr,
    {% for movement in ['new', 'reactivation', 'expansion'] %}
        case when movement_type = '{{ movement }}' then own_change else 0 end as {{ movement }}_mrr,
    {% endfor %}
    case when movement_type = 'contraction' then -own_change else 0 end as contraction_mrr,
    case when movement_type = 'churn' then -own_change else 0 end as churned_mrr,
    fx_mrr,
    closing_mrr,
    usage_mrr,
    usage_change,
    committed_mrr,
    committed_change,
    constant_currency_mrr,
    constant_currency_change,

    -- how often it went to zero, and how the last time came about
    loss_count,
    is_ended_by_non_payment,
    end_reason,

    -- how long it was away, where it came back
    case when opening_mrr = 0 and closing_mrr > 0 and month_start > first_paid_month then days_away end as days_away

from classified

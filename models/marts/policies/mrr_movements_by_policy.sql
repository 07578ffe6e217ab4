{#- A view: one asks it for the accounts in which two policies differ. -#}
{{ config(materialized='view') }}

with

movements as (

    select * from {{ ref('int_account_mrr_movements') }}

),

policies as (

    select * from {{ ref('int_revenue_policies') }}
    where policy_name is not null

),

histories as (

    select * from {{ ref('int_account_histories') }}

),

variants as (

    select * from {{ ref('int_rule_set_variants') }}

),

worked_out as (

    select
        policies.policy_name,
        movements.*,
        movements.movement_type as policy_movement_type

    from movements

    inner join policies
        on movements.policy_variant_id = policies.policy_variant_id

),

-- To whom a policy makes no difference, what the chosen one says holds under it as well; only a return may be new by
-- one and a reactivation by another.
as_chosen as (

    select
        policies.policy_name,
        movements.*,
        case
            when movements.days_away > policies.reactivation_window_days then 'new'
            when movements.days_away is not null then 'reactivation'
            else movements.movement_type
        end as policy_movement_type

    from movements

    inner join policies
        on policies.policy_variant_id > 0

    left join variants
        on movements.rule_set_id = variants.rule_set_id
        and policies.policy_variant_id = variants.policy_variant_id

    where movements.policy_variant_id = 0 and variants.rule_set_id is null

),

all_movements as (

    select * from worked_out

    union all

    select * from as_chosen

),

with_account as (

    select
        all_movements.*,
        histories.account_id

    from all_movements

    inner join histories
        on all_movements.history_id = histories.history_id

),

final as (

    select
        -- grain
        policy_name,
        account_id,
        month_start,

        -- until when it stays so
        next_month_start,
        first_paid_month,

        -- opening + new + reactivation + expansion - contraction - churned + fx = closing
        policy_movement_type as movement_type,
        cast(opening_mrr as decimal(38, 6)) as opening_mrr,
        cast(case policy_movement_type when 'new' then closing_mrr else 0 end as decimal(38, 6)) as new_mrr,
        cast(case policy_movement_type when 'reactivation' then closing_mrr else 0 end as decimal(38, 6))
            as reactivation_mrr,
        {% for amount in [
            'expansion_mrr', 'contraction_mrr', 'churned_mrr', 'fx_mrr', 'closing_mrr', 'usage_mrr', 'committed_mrr',
        ] %}
            cast({{ amount }} as decimal(38, 6)) as {{ amount }},
        {% endfor %}
        loss_count - case when movement_type = 'churn' then 1 else 0 end as intra_month_churn_count,
        movement_type = 'churn' and is_ended_by_non_payment as is_involuntary_churn

    from with_account

)

select * from final

{#- A view, meant to be queried for the accounts in which two policies differ. -#}
{{ config(materialized='view') }}

with

chosen_movements as (

    select * from {{ ref('int_account_mrr_movements') }}

),

policy_movements as (

    select * from {{ ref('int_policy_mrr_movements') }}

),

policies as (

    select * from {{ ref('int_policy_variants') }}
    where policy_name is not null

),

policy_accounts as (

    select * from {{ ref('int_policy_accounts') }}

),

as_chosen as (

    select
        policies.policy_name,
        chosen_movements.*,
        chosen_movements.movement_type as policy_movement_type

    from chosen_movements

    inner join policies
        on policies.policy_variant_id = 0

),

worked_out as (

    select
        policies.policy_name,
        policy_movements.* exclude (policy_variant_id),  -- noqa: RF02
        policy_movements.movement_type as policy_movement_type

    from policy_movements

    inner join policies
        on policy_movements.policy_variant_id = policies.policy_variant_id

),

-- For accounts to which a policy makes no difference, the chosen policy's numbers apply; only a return may be new under
-- one and a reactivation under the other.
unchanged as (

    select
        policies.policy_name,
        chosen_movements.*,
        case
            when chosen_movements.days_away > policies.reactivation_window_days then 'new'
            when chosen_movements.days_away is not null then 'reactivation'
            else chosen_movements.movement_type
        end as policy_movement_type

    from chosen_movements

    inner join policies
        on policies.policy_variant_id > 0

    left join policy_accounts
        on chosen_movements.account_id = policy_accounts.account_id
        and policies.policy_variant_id = policy_accounts.policy_variant_id

    where policy_accounts.account_id is null

),

all_movements as (

    select * from as_chosen

    union all

    select * from worked_out

    union all

    select * from unchanged

),

final as (

    select
        -- grain
        policy_name,
        account_id,
        month_start,

        -- when it changes next
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

    from all_movements

)

select * from final

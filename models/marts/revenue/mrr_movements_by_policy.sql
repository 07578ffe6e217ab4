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

account_variants as (

    select * from {{ ref('int_account_policy_variants') }}

),

worked_out as (

    select
        policies.policy_name,
        movements.*

    from movements

    inner join policies
        on movements.policy_variant_id = policies.policy_variant_id

),

-- To whom a policy makes no difference, what the chosen one says holds under it as well.
as_chosen as (

    select
        policies.policy_name,
        movements.*

    from movements

    inner join policies
        on policies.policy_variant_id > 0

    left join account_variants
        on policies.policy_variant_id = account_variants.policy_variant_id
        and movements.account_id = account_variants.account_id

    where movements.policy_variant_id = 0 and account_variants.account_id is null

),

all_movements as (

    select * from worked_out

    union all

    select * from as_chosen

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
        movement_type,
        opening_mrr,
        new_mrr,
        reactivation_mrr,
        expansion_mrr,
        contraction_mrr,
        churned_mrr,
        fx_mrr,
        closing_mrr,
        usage_mrr,
        committed_mrr,
        loss_count - case when movement_type = 'churn' then 1 else 0 end as intra_month_churn_count,
        movement_type = 'churn' and is_ended_by_non_payment as is_involuntary_churn

    from all_movements

)

select * from final

{#- What moved MRR in a month, by breakdown: the sums of the months in which something changed, and of what was due for
    renewal. A month in which nothing happened has no row. -#}
{%- set flows = [
    'new_mrr', 'reactivation_mrr', 'expansion_mrr', 'contraction_mrr', 'voluntary_churned_mrr',
    'involuntary_churned_mrr', 'fx_mrr', 'usage_change', 'committed_change', 'constant_currency_change',
    'new_account_count', 'reactivated_account_count', 'voluntary_churned_account_count',
    'involuntary_churned_account_count', 'loss_count', 'first_paid_account_count',
] -%}
with

movements as (

    select * from {{ ref('int_account_mrr_movements') }}
    where policy_variant_id = 0

),

renewals as (

    select * from {{ ref('int_account_renewals') }}

),

histories as (

    select * from {{ ref('int_account_histories') }}
    where policy_variant_id = 0

),

parts as (

    select * from {{ ref('int_profile_parts') }}

),

breakdowns as (

    select * from {{ ref('int_profile_part_breakdowns') }}

),

flows as (

    select
        profile_id,
        month_start,
        new_mrr,
        reactivation_mrr,
        expansion_mrr,
        contraction_mrr,
        case when is_ended_by_non_payment then 0 else churned_mrr end as voluntary_churned_mrr,
        case when is_ended_by_non_payment then churned_mrr else 0 end as involuntary_churned_mrr,
        fx_mrr,
        usage_change,
        committed_change,
        constant_currency_change,
        case when movement_type = 'new' then 1 else 0 end as new_account_count,
        case when movement_type = 'reactivation' then 1 else 0 end as reactivated_account_count,
        case when movement_type = 'churn' and not is_ended_by_non_payment then 1 else 0 end
            as voluntary_churned_account_count,
        case when movement_type = 'churn' and is_ended_by_non_payment then 1 else 0 end
            as involuntary_churned_account_count,
        loss_count,
        case when month_start = first_paid_month then 1 else 0 end as first_paid_account_count

    from movements

),

by_part as (

    select
        parts.profile_part_id,
        {% for flow in flows %}
            sum(flows.{{ flow }}) as {{ flow }},
        {% endfor %}
        flows.month_start

    from flows

    inner join parts
        on flows.profile_id = parts.profile_id

    group by parts.profile_part_id, flows.month_start

),

by_breakdown as (

    select
        breakdowns.breakdown_id,
        {% for flow in flows %}
            sum(by_part.{{ flow }}) as {{ flow }},
        {% endfor %}
        by_part.month_start

    from by_part

    inner join breakdowns
        on by_part.profile_part_id = breakdowns.profile_part_id

    group by breakdowns.breakdown_id, by_part.month_start

),

renewals_by_breakdown as (

    select
        breakdowns.breakdown_id,
        renewals.month_start,
        sum(renewals.renewal_due_mrr) as renewal_due_mrr,
        sum(case when movements.movement_type = 'churn' then renewals.renewal_due_mrr else 0 end)
            as renewal_churned_mrr,
        count(*) as renewal_due_account_count,
        count(case when movements.movement_type = 'churn' then 1 end) as renewal_churned_account_count

    from renewals

    inner join histories
        on renewals.history_id = histories.history_id

    inner join parts
        on histories.profile_id = parts.profile_id

    inner join breakdowns
        on parts.profile_part_id = breakdowns.profile_part_id

    left join movements
        on renewals.history_id = movements.history_id
        and renewals.month_start = movements.month_start

    group by breakdowns.breakdown_id, renewals.month_start

),

final as (

    select
        coalesce(by_breakdown.breakdown_id, renewals_by_breakdown.breakdown_id) as breakdown_id,
        {% for flow in flows %}
            coalesce(by_breakdown.{{ flow }}, 0) as {{ flow }},
        {% endfor %}
        coalesce(renewals_by_breakdown.renewal_due_mrr, 0) as renewal_due_mrr,
        coalesce(renewals_by_breakdown.renewal_churned_mrr, 0) as renewal_churned_mrr,
        coalesce(renewals_by_breakdown.renewal_due_account_count, 0) as renewal_due_account_count,
        coalesce(renewals_by_breakdown.renewal_churned_account_count, 0) as renewal_churned_account_count,
        coalesce(by_breakdown.month_start, renewals_by_breakdown.month_start) as month_start

    from by_breakdown

    full outer join renewals_by_breakdown
        on by_breakdown.breakdown_id = renewals_by_breakdown.breakdown_id
        and by_breakdown.month_start = renewals_by_breakdown.month_start

)

select * from final

{#- Sums of mrr_movements by month and breakdown, from the months in which something changed: what a month opens and
    closes with is the running sum of the changes. -#}
{%- set flows = [
    'new_mrr', 'reactivation_mrr', 'expansion_mrr', 'contraction_mrr', 'voluntary_churned_mrr', 'involuntary_churned_mrr',
    'fx_mrr', 'usage_change', 'committed_change', 'constant_currency_change', 'new_account_count',
    'reactivated_account_count', 'voluntary_churned_account_count', 'involuntary_churned_account_count', 'loss_count',
    'first_paid_account_count',
] -%}
{%- set renewals = [
    'renewal_due_mrr', 'renewal_churned_mrr', 'renewal_due_account_count', 'renewal_churned_account_count',
] -%}
with

movements as (

    select * from {{ ref('int_account_mrr_movements') }}
    where policy_variant_id = 0

),

renewals as (

    select * from {{ ref('int_account_renewals') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

parts as (

    select * from {{ ref('int_profile_parts') }}

),

breakdowns as (

    select * from {{ ref('int_profile_part_breakdowns') }}

),

months as (

    select * from {{ ref('months') }}

),

policies as (

    select * from {{ ref('int_revenue_policies') }}
    where policy_variant_id = 0

),

flows as (

    select
        profiles.profile_id,
        movements.month_start,
        movements.new_mrr,
        movements.reactivation_mrr,
        movements.expansion_mrr,
        movements.contraction_mrr,
        case when movements.is_ended_by_non_payment then 0 else movements.churned_mrr end as voluntary_churned_mrr,
        case when movements.is_ended_by_non_payment then movements.churned_mrr else 0 end as involuntary_churned_mrr,
        movements.fx_mrr,
        movements.usage_change,
        movements.committed_change,
        movements.constant_currency_change,
        case when movements.movement_type = 'new' then 1 else 0 end as new_account_count,
        case when movements.movement_type = 'reactivation' then 1 else 0 end as reactivated_account_count,
        case when movements.movement_type = 'churn' and not movements.is_ended_by_non_payment then 1 else 0 end
            as voluntary_churned_account_count,
        case when movements.movement_type = 'churn' and movements.is_ended_by_non_payment then 1 else 0 end
            as involuntary_churned_account_count,
        movements.loss_count,
        case when movements.month_start = movements.first_paid_month then 1 else 0 end as first_paid_account_count

    from movements

    inner join profiles
        on movements.account_id = profiles.account_id

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

    inner join profiles
        on renewals.account_id = profiles.account_id

    inner join parts
        on profiles.profile_id = parts.profile_id

    inner join breakdowns
        on parts.profile_part_id = breakdowns.profile_part_id

    left join movements
        on renewals.account_id = movements.account_id
        and renewals.month_start = movements.month_start

    group by breakdowns.breakdown_id, renewals.month_start

),

breakdown_values as (

    select distinct
        breakdown_id,
        breakdown,
        breakdown_value

    from breakdowns

),

first_months as (

    select
        breakdown_id,
        min(month_start) as first_month

    from by_breakdown

    group by breakdown_id

),

-- Every month from a value's first on, also those in which nothing changed.
filled as (

    select
        breakdown_values.breakdown_id,
        breakdown_values.breakdown,
        breakdown_values.breakdown_value,
        months.month_start,
        {% for flow in flows %}
            coalesce(by_breakdown.{{ flow }}, 0) as {{ flow }},
        {% endfor %}
        {% for renewal in renewals %}
            coalesce(renewals_by_breakdown.{{ renewal }}, 0) as {{ renewal }},
        {% endfor %}
        months.is_complete

    from first_months

    inner join breakdown_values
        on first_months.breakdown_id = breakdown_values.breakdown_id

    inner join months
        on first_months.first_month <= months.month_start

    left join by_breakdown
        on first_months.breakdown_id = by_breakdown.breakdown_id
        and months.month_start = by_breakdown.month_start

    left join renewals_by_breakdown
        on first_months.breakdown_id = renewals_by_breakdown.breakdown_id
        and months.month_start = renewals_by_breakdown.month_start

),

with_totals as (

    select
        *,
        voluntary_churned_mrr + involuntary_churned_mrr as churned_mrr,
        voluntary_churned_account_count + involuntary_churned_account_count as churned_account_count,
        new_mrr + reactivation_mrr + expansion_mrr as gained_mrr,
        voluntary_churned_mrr + involuntary_churned_mrr + contraction_mrr as lost_mrr

    from filled

),

running as (

    select
        *,
        gained_mrr - lost_mrr + fx_mrr as net_new_mrr,
        sum(gained_mrr - lost_mrr + fx_mrr) over value_history as closing_mrr,
        sum(usage_change) over value_history as usage_mrr,
        sum(committed_change) over value_history as committed_mrr,
        sum(constant_currency_change) over value_history as constant_currency_mrr,
        new_account_count + reactivated_account_count - churned_account_count as paying_change,
        sum(new_account_count + reactivated_account_count - churned_account_count) over value_history
            as paying_account_count

    from with_totals

    window value_history as (partition by breakdown_id order by month_start)

),

final as (

    select
        running.month_start,
        running.breakdown,
        running.breakdown_value,
        running.is_complete,

        -- money
        cast(running.closing_mrr - running.net_new_mrr as decimal(38, 6)) as opening_mrr,
        {% for amount in [
            'new_mrr', 'reactivation_mrr', 'expansion_mrr', 'contraction_mrr', 'churned_mrr', 'voluntary_churned_mrr',
            'involuntary_churned_mrr', 'fx_mrr', 'closing_mrr', 'usage_mrr', 'committed_mrr', 'constant_currency_mrr',
            'net_new_mrr', 'gained_mrr', 'lost_mrr', 'renewal_due_mrr', 'renewal_churned_mrr',
        ] %}
            cast(running.{{ amount }} as decimal(38, 6)) as {{ amount }},
        {% endfor %}
        cast(running.constant_currency_change as decimal(38, 6)) as constant_currency_net_new_mrr,
        cast(running.lost_mrr - running.expansion_mrr as decimal(38, 6)) as net_lost_mrr,

        -- accounts
        cast(running.paying_account_count - running.paying_change as bigint) as opening_account_count,
        {% for count in [
            'new_account_count', 'reactivated_account_count', 'churned_account_count', 'voluntary_churned_account_count',
            'involuntary_churned_account_count', 'loss_count', 'first_paid_account_count', 'paying_account_count',
            'renewal_due_account_count', 'renewal_churned_account_count',
        ] %}
            cast(running.{{ count }} as bigint) as {{ count }},
        {% endfor %}
        cast(running.loss_count - running.churned_account_count as bigint) as intra_month_churn_count,

        -- by the rules of the policy
        cast(
            case policies.intra_month_churn
                when 'included' then running.loss_count
                else running.churned_account_count
            end as bigint
        ) as logo_churn_count,
        cast(
            running.paying_account_count - running.paying_change
            + case policies.churn_base when 'opening_plus_new' then running.first_paid_account_count else 0 end
            as bigint
        ) as logo_churn_base_count,
        policies.zero_churn_ltv

    from running

    cross join policies

)

select * from final

{#- Sums of mrr_movements by month and breakdown: what a month opens and closes with is a running sum of what moved. -#}
{%- set flows = [
    'new_mrr', 'reactivation_mrr', 'expansion_mrr', 'contraction_mrr', 'voluntary_churned_mrr',
    'involuntary_churned_mrr', 'fx_mrr', 'usage_change', 'committed_change', 'constant_currency_change',
    'new_account_count', 'reactivated_account_count', 'voluntary_churned_account_count',
    'involuntary_churned_account_count', 'loss_count', 'first_paid_account_count', 'renewal_due_mrr',
    'renewal_churned_mrr', 'renewal_due_account_count', 'renewal_churned_account_count',
] -%}
with

flows as (

    select * from {{ ref('int_revenue_flows_by_breakdown') }}

),

breakdown_values as (

    select distinct
        breakdown_id,
        breakdown,
        breakdown_value

    from {{ ref('int_profile_part_breakdowns') }}

),

months as (

    select * from {{ ref('months') }}

),

policies as (

    select * from {{ ref('int_revenue_policies') }}
    where policy_variant_id = 0

),

first_months as (

    select
        breakdown_id,
        min(month_start) as first_month

    from flows

    group by 1

),

-- Every month from a value's first on, also those in which nothing changed.
filled as (

    select
        breakdown_values.breakdown_id,
        breakdown_values.breakdown,
        breakdown_values.breakdown_value,
        months.month_start,
        {% for flow in flows %}
            coalesce(flows.{{ flow }}, 0) as {{ flow }},
        {% endfor %}
        months.is_complete

    from first_months

    inner join breakdown_values
        on first_months.breakdown_id = breakdown_values.breakdown_id

    inner join months
        on first_months.first_month <= months.month_start

    left join flows
        on first_months.breakdown_id = flows.breakdown_id
        and months.month_start = flows.month_start

),

with_totals as (

    select
        *,
        voluntary_churned_mrr + involuntary_churned_mrr as churned_mrr,
        voluntary_churned_account_count + involuntary_churned_account_count as churned_account_count,
        voluntary_churned_mrr + involuntary_churned_mrr + contraction_mrr as lost_mrr

    from filled

),

running as (

    select
        *,
        new_mrr + reactivation_mrr + expansion_mrr - lost_mrr + fx_mrr as net_new_mrr,
        sum(new_mrr + reactivation_mrr + expansion_mrr - lost_mrr + fx_mrr) over value_history as closing_mrr,
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
            'net_new_mrr', 'lost_mrr', 'renewal_due_mrr', 'renewal_churned_mrr',
        ] %}
            cast(running.{{ amount }} as decimal(38, 6)) as {{ amount }},
        {% endfor %}
        cast(running.constant_currency_change as decimal(38, 6)) as constant_currency_net_new_mrr,

        -- accounts
        cast(running.paying_account_count - running.paying_change as bigint) as opening_account_count,
        {% for count in [
            'new_account_count', 'reactivated_account_count', 'churned_account_count',
            'voluntary_churned_account_count', 'involuntary_churned_account_count', 'loss_count',
            'first_paid_account_count', 'paying_account_count', 'renewal_due_account_count',
            'renewal_churned_account_count',
        ] %}
            cast(running.{{ count }} as bigint) as {{ count }},
        {% endfor %}
        cast(running.loss_count - running.churned_account_count as bigint) as intra_month_churn_count,

        -- by the rules of the policy
        cast(
            running.new_mrr + running.expansion_mrr
            + case policies.quick_ratio_reactivation when 'included' then running.reactivation_mrr else 0 end
            as decimal(38, 6)
        ) as gained_mrr,
        cast(
            running.lost_mrr - running.expansion_mrr
            - case policies.net_churn_reactivation when 'included' then running.reactivation_mrr else 0 end
            as decimal(38, 6)
        ) as net_lost_mrr,
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

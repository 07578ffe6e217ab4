{#- Sums of mrr_movements by month and breakdown: what a month opens and closes with is a running sum of what moved. -#}
{%- set flows = [
    'new_mrr', 'reactivation_mrr', 'expansion_mrr', 'contraction_mrr', 'voluntary_churned_mrr',
    'involuntary_churned_mrr', 'fx_mrr', 'usage_change', 'committed_change', 'constant_currency_change',
    'new_account_count', 'reactivated_account_count', 'voluntary_churned_account_count',
    'involuntary_churned_account_count', 'loss_count', 'first_paid_account_count', 'renewal_due_mrr',
    'renewal_churned_mrr', 'renewal_due_account_count', 'renewal_churned_account_count',
] -%}
with

movements as (

    select * from {{ ref('int_account_mrr_movements') }}

),

renewals as (

    select * from {{ ref('int_account_renewals') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

months as (

    select * from {{ ref('months') }}

),

policies as (

    select * from {{ ref('int_chosen_policy') }}

),

-- What moved in the months in which something changed, and what was due for renewal.
account_flows as (

    select
        account_id,
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
        case when month_start = first_paid_month then 1 else 0 end as first_paid_account_count,
        0 as renewal_due_mrr,
        0 as renewal_churned_mrr,
        0 as renewal_due_account_count,
        0 as renewal_churned_account_count

    from movements

    union all

    select
        renewals.account_id,
        renewals.month_start,
        {% for flow in flows[:-4] %}
            0 as {{ flow }},
        {% endfor %}
        renewals.renewal_due_mrr,
        case when movements.movement_type = 'churn' then renewals.renewal_due_mrr else 0 end as renewal_churned_mrr,
        1 as renewal_due_account_count,
        case when movements.movement_type = 'churn' then 1 else 0 end as renewal_churned_account_count

    from renewals

    left join movements
        on renewals.account_id = movements.account_id
        and renewals.month_start = movements.month_start

),

flows as (

    select
        {% for flow in flows %}
            sum(account_flows.{{ flow }}) as {{ flow }},
        {% endfor %}
        account_flows.month_start,
        {{ breakdown_columns() }}

    from account_flows

    inner join profiles
        on account_flows.account_id = profiles.account_id

    group by {{ breakdown_sets(['account_flows.month_start']) }}

),

first_months as (

    select
        breakdown,
        breakdown_value,
        min(month_start) as first_month

    from flows

    group by breakdown, breakdown_value

),

-- Every month from a value's first on, including those in which nothing changed.
filled as (

    select
        first_months.breakdown,
        first_months.breakdown_value,
        months.month_start,
        {% for flow in flows %}
            coalesce(flows.{{ flow }}, 0) as {{ flow }},
        {% endfor %}
        months.is_complete

    from first_months

    inner join months
        on first_months.first_month <= months.month_start

    left join flows
        on first_months.breakdown = flows.breakdown
        and first_months.breakdown_value = flows.breakdown_value
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

    window value_history as (partition by breakdown, breakdown_value order by month_start)

),

measured as (

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
            'voluntary_churned_account_count', 'involuntary_churned_account_count', 'paying_account_count',
            'renewal_due_account_count', 'renewal_churned_account_count',
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
        ) as logo_churn_base_count

    from running

    cross join policies

),

final as (

    select
        *,
        cast(12 * closing_mrr as decimal(38, 6)) as arr,
        {{ rounded_quotient(in_millionths('closing_mrr'), 'paying_account_count') }} as arpa,
        cast(gained_mrr as double) / nullif(cast(lost_mrr as double), 0) as quick_ratio

    from measured

)

select * from final

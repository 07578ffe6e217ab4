{#- Sums of mrr_movements by month and breakdown, from the months in which something changed: what a month opens and
    closes with is the running sum of the changes. -#}
{%- set flow_amounts = [
    'new_mrr', 'reactivation_mrr', 'expansion_mrr', 'contraction_mrr', 'voluntary_churned_mrr', 'involuntary_churned_mrr',
    'fx_mrr', 'renewal_due_mrr', 'renewal_churned_mrr',
] -%}
{%- set flow_counts = [
    'new_account_count', 'reactivated_account_count', 'voluntary_churned_account_count',
    'involuntary_churned_account_count', 'loss_count', 'first_paid_account_count', 'renewal_due_account_count',
    'renewal_churned_account_count',
] -%}
{%- set stocks = {
    'mrr_change': 'closing_mrr', 'usage_change': 'usage_mrr', 'committed_change': 'committed_mrr',
    'constant_currency_change': 'constant_currency_mrr',
} -%}
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

breakdowns as (

    select * from {{ ref('int_profile_breakdowns') }}

),

months as (

    select * from {{ ref('months') }}

),

policies as (

    select * from {{ ref('int_revenue_policies') }}
    where policy_variant_id = 0

),

movement_flows as (

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
        0 as renewal_due_mrr,
        0 as renewal_churned_mrr,
        case when movement_type = 'new' then 1 else 0 end as new_account_count,
        case when movement_type = 'reactivation' then 1 else 0 end as reactivated_account_count,
        case when movement_type = 'churn' and not is_ended_by_non_payment then 1 else 0 end
            as voluntary_churned_account_count,
        case when movement_type = 'churn' and is_ended_by_non_payment then 1 else 0 end
            as involuntary_churned_account_count,
        loss_count,
        case when month_start = first_paid_month and opening_mrr = 0 then 1 else 0 end as first_paid_account_count,
        0 as renewal_due_account_count,
        0 as renewal_churned_account_count,
        closing_mrr - opening_mrr as mrr_change,
        usage_change,
        committed_change,
        constant_currency_change,
        case when closing_mrr > 0 then 1 else 0 end - case when opening_mrr > 0 then 1 else 0 end as paying_change

    from movements

),

renewal_flows as (

    select
        renewals.account_id,
        renewals.month_start,
        {% for amount in flow_amounts %}
            {{ {
                'renewal_due_mrr': 'renewals.renewal_due_mrr',
                'renewal_churned_mrr': "case when movements.movement_type = 'churn' then renewals.renewal_due_mrr else 0 end",
            }.get(amount, '0') }} as {{ amount }},
        {% endfor %}
        {% for count in flow_counts %}
            {{ {
                'renewal_due_account_count': '1',
                'renewal_churned_account_count': "case when movements.movement_type = 'churn' then 1 else 0 end",
            }.get(count, '0') }} as {{ count }},
        {% endfor %}
        {% for change in stocks %}
            0 as {{ change }},
        {% endfor %}
        0 as paying_change

    from renewals

    left join movements
        on renewals.account_id = movements.account_id
        and renewals.month_start = movements.month_start

),

{#- One list of columns for both branches of the union and both sums. -#}
{%- set sums = flow_amounts + flow_counts + stocks.keys() | list + ['paying_change'] %}

flows as (

    select
        account_id,
        month_start,
        {{ sums | join(', ') }}

    from movement_flows

    union all

    select
        account_id,
        month_start,
        {{ sums | join(', ') }}

    from renewal_flows

),

by_profile as (

    select
        profiles.profile_id,
        {% for column in sums %}
            sum(flows.{{ column }}) as {{ column }},
        {% endfor %}
        flows.month_start

    from flows

    inner join profiles
        on flows.account_id = profiles.account_id

    group by profiles.profile_id, flows.month_start

),

by_breakdown as (

    select
        breakdowns.breakdown,
        breakdowns.breakdown_value,
        {% for column in sums %}
            sum(by_profile.{{ column }}) as {{ column }},
        {% endfor %}
        by_profile.month_start

    from by_profile

    inner join breakdowns
        on by_profile.profile_id = breakdowns.profile_id

    group by breakdowns.breakdown, breakdowns.breakdown_value, by_profile.month_start

),

first_months as (

    select
        breakdown,
        breakdown_value,
        min(month_start) as first_month

    from by_breakdown

    group by breakdown, breakdown_value

),

-- Every month from a value's first on, also those in which nothing changed.
filled as (

    select
        first_months.breakdown,
        first_months.breakdown_value,
        months.month_start,
        {% for column in sums %}
            coalesce(by_breakdown.{{ column }}, 0) as {{ column }},
        {% endfor %}
        months.is_complete

    from first_months

    inner join months
        on first_months.first_month <= months.month_start

    left join by_breakdown
        on first_months.breakdown = by_breakdown.breakdown
        and first_months.breakdown_value = by_breakdown.breakdown_value
        and months.month_start = by_breakdown.month_start

),

running as (

    select
        *,
        voluntary_churned_account_count + involuntary_churned_account_count as churned_account_count,
        voluntary_churned_mrr + involuntary_churned_mrr as churned_mrr,
        {% for change, stock in stocks.items() %}
            sum({{ change }}) over value_history as {{ stock }},
        {% endfor %}
        sum(paying_change) over value_history as paying_account_count

    from filled

    window value_history as (partition by breakdown, breakdown_value order by month_start)

),

final as (

    select
        running.month_start,
        running.breakdown,
        running.breakdown_value,
        running.is_complete,
        cast(running.closing_mrr - running.mrr_change as decimal(38, 6)) as opening_mrr,
        {% for amount in flow_amounts + ['churned_mrr'] + stocks.values() | list %}
            cast(running.{{ amount }} as decimal(38, 6)) as {{ amount }},
        {% endfor %}
        cast(running.mrr_change as decimal(38, 6)) as net_new_mrr,
        cast(running.constant_currency_change as decimal(38, 6)) as constant_currency_net_new_mrr,
        cast(running.new_mrr + running.reactivation_mrr + running.expansion_mrr as decimal(38, 6)) as gained_mrr,
        cast(running.churned_mrr + running.contraction_mrr as decimal(38, 6)) as lost_mrr,
        cast(running.churned_mrr + running.contraction_mrr - running.expansion_mrr as decimal(38, 6)) as net_lost_mrr,
        cast(running.paying_account_count - running.paying_change as bigint) as opening_account_count,
        {% for count in flow_counts + ['paying_account_count', 'churned_account_count'] %}
            cast(running.{{ count }} as bigint) as {{ count }},
        {% endfor %}
        cast(running.loss_count - running.churned_account_count as bigint) as intra_month_churn_count,
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

{#- Monthly sums under every policy variant; MRR and paying accounts are running sums of what moved. -#}
{%- set amounts = [
    'mrr_change', 'new_mrr', 'reactivation_mrr', 'expansion_mrr', 'contraction_mrr', 'churned_mrr', 'fx_mrr',
] -%}
{%- set counts = ['paying_change', 'churned_account_count', 'loss_count', 'first_paid_account_count'] -%}
with

by_month as (

    select * from {{ ref('int_policy_mrr_flows') }}

),

policies as (

    select * from {{ ref('int_policy_variants') }}

),

months as (

    select * from {{ ref('months') }}

),

first_month as (

    select min(month_start) as month_start from by_month

),

filled as (

    select
        policies.policy_variant_id,
        policies.rule_name,
        policies.intra_month_churn,
        policies.churn_base,
        policies.net_churn_reactivation,
        months.month_start,
        {% for column in amounts + counts %}
            coalesce(by_month.{{ column }}, 0) as {{ column }},
        {% endfor %}
        months.is_complete

    from policies

    inner join months
        on months.month_start >= (select first_month.month_start from first_month)

    left join by_month
        on policies.policy_variant_id = by_month.policy_variant_id
        and months.month_start = by_month.month_start

),

running as (

    select
        *,
        sum(mrr_change) over variant_history as mrr,
        sum(paying_change) over variant_history as paying_account_count

    from filled

    window variant_history as (partition by policy_variant_id order by month_start)

),

final as (

    select
        policy_variant_id,
        month_start,
        is_complete,
        cast(mrr as decimal(38, 6)) as mrr,

        -- null for a single rule
        case when rule_name is null then cast(mrr - mrr_change as decimal(38, 6)) end as opening_mrr,
        {% for amount in amounts[1:] %}
            case when rule_name is null then cast({{ amount }} as decimal(38, 6)) end as {{ amount }},
        {% endfor %}
        case when rule_name is null then cast(churned_mrr + contraction_mrr as decimal(38, 6)) end as lost_mrr,
        case
            when rule_name is null
                then cast(
                    churned_mrr + contraction_mrr - expansion_mrr
                    - case net_churn_reactivation when 'included' then reactivation_mrr else 0 end as decimal(38, 6)
                )
        end as net_lost_mrr,
        case when rule_name is null then cast(paying_account_count as bigint) end as paying_account_count,
        case when rule_name is null then cast(churned_account_count as bigint) end as churned_account_count,
        cast(
            case
                when rule_name is not null then null
                when intra_month_churn = 'included' then loss_count
                else churned_account_count
            end as bigint
        ) as logo_churn_count,
        cast(
            case
                when rule_name is not null then null
                when churn_base = 'opening_plus_new'
                    then paying_account_count - paying_change + first_paid_account_count
                else paying_account_count - paying_change
            end as bigint
        ) as logo_churn_base_count

    from running

)

select * from final

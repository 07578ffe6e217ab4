{#- What moved MRR in a month under every policy variant: for the accounts that are worked out under it its own numbers,
    for the others the chosen policy's. -#}
{%- set amounts = [
    'mrr_change', 'new_mrr', 'reactivation_mrr', 'expansion_mrr', 'contraction_mrr', 'churned_mrr', 'fx_mrr',
] -%}
{%- set counts = ['paying_change', 'churned_account_count', 'loss_count', 'first_paid_account_count'] -%}
with

accounts as (

    select * from {{ ref('int_policy_accounts') }}

),

rule_sets as (

    select
        account_id,
        rule_set_id
    from accounts
    where policy_variant_id = 0

),

all_movements as (

    select
        0 as policy_variant_id,
        *
    from {{ ref('int_account_mrr_movements') }}

    union all

    select * from {{ ref('int_policy_mrr_movements') }}

),

movements as (

    select
        all_movements.policy_variant_id,
        rule_sets.rule_set_id,
        all_movements.month_start,
        all_movements.closing_mrr - all_movements.opening_mrr as mrr_change,
        all_movements.new_mrr,
        all_movements.reactivation_mrr,
        all_movements.expansion_mrr,
        all_movements.contraction_mrr,
        all_movements.churned_mrr,
        all_movements.fx_mrr,
        case when all_movements.closing_mrr > 0 then 1 else 0 end
        - case when all_movements.opening_mrr > 0 then 1 else 0 end as paying_change,
        case when all_movements.movement_type = 'churn' then 1 else 0 end as churned_account_count,
        all_movements.loss_count,
        all_movements.days_away,
        case when all_movements.month_start = all_movements.first_paid_month then 1 else 0 end
            as first_paid_account_count

    from all_movements

    inner join rule_sets
        on all_movements.account_id = rule_sets.account_id

),

-- For a single rule only the MRR is needed.
rule_changes as (

    select
        changes.policy_variant_id,
        changes.month_start,
        sum(changes.mrr_change) as mrr_change

    from {{ ref('int_policy_mrr_changes') }} as changes

    inner join {{ ref('int_policy_variants') }} as variants
        on changes.policy_variant_id = variants.policy_variant_id

    where variants.rule_name is not null

    group by changes.policy_variant_id, changes.month_start

),

variants as (

    select distinct
        rule_set_id,
        policy_variant_id

    from accounts

),

policies as (

    select * from {{ ref('int_policy_variants') }}

),

sums as (

    select
        policy_variant_id,
        rule_set_id,
        {% for column in amounts + counts %}
            sum({{ column }}) as {{ column }},
        {% endfor %}
        month_start

    from movements

    group by policy_variant_id, rule_set_id, month_start

),

-- For accounts to which a variant makes no difference, the chosen policy's numbers apply.
untouched as (

    select
        policies.policy_variant_id,
        {% for column in amounts + counts %}
            sums.{{ column }},
        {% endfor %}
        sums.month_start

    from sums

    cross join policies

    left join variants
        on sums.rule_set_id = variants.rule_set_id
        and policies.policy_variant_id = variants.policy_variant_id

    where sums.policy_variant_id = 0 and policies.policy_variant_id > 0 and variants.rule_set_id is null

),

-- Only a return that is new under one policy may be a reactivation under another.
relabelled_returns as (

    select
        policies.policy_variant_id,
        {% for column in amounts + counts %}
            {{ {
                'new_mrr': 'sum(movements.reactivation_mrr - movements.new_mrr)',
                'reactivation_mrr': 'sum(movements.new_mrr - movements.reactivation_mrr)',
            }.get(column, '0') }} as {{ column }},
        {% endfor %}
        movements.month_start

    from movements

    inner join policies
        on (movements.days_away > policies.reactivation_window_days) != (movements.new_mrr > 0)

    left join variants
        on movements.rule_set_id = variants.rule_set_id
        and policies.policy_variant_id = variants.policy_variant_id

    where movements.policy_variant_id = 0 and movements.days_away is not null and variants.rule_set_id is null

    group by policies.policy_variant_id, movements.month_start

),

parts as (

    select
        policy_variant_id,
        {% for column in amounts + counts %}
            {{ column }},
        {% endfor %}
        month_start

    from sums

    union all

    select
        policy_variant_id,
        {% for column in amounts + counts %}
            {{ 'mrr_change' if column == 'mrr_change' else '0' }} as {{ column }},
        {% endfor %}
        month_start

    from rule_changes

    union all

    select * from untouched

    union all

    select * from relabelled_returns

),

by_month as (

    select
        policy_variant_id,
        {% for column in amounts + counts %}
            sum({{ column }}) as {{ column }},
        {% endfor %}
        month_start

    from parts

    group by policy_variant_id, month_start

)

select * from by_month

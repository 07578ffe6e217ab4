-- Under which variants accounts of a set of rules are worked out: all under the chosen policy, and under another only
-- those whose MRR a rule in which it differs can change.
with

rule_sets as (

    select distinct
        rule_set_id,
        {% for rule in mrr_rules() %}
            has_{{ rule }}{{ ',' if not loop.last }}
        {% endfor %}

    from {{ ref('int_account_rule_sets') }}

),

policies as (

    select * from {{ ref('int_revenue_policies') }}

),

chosen as (

    select * from policies
    where policy_variant_id = 0

)

select
    rule_sets.rule_set_id,
    policies.policy_variant_id,
    policies.rule_name is null as is_whole_policy

from rule_sets

cross join chosen

inner join policies
    on policies.policy_variant_id = 0
    {% for rule, column in mrr_rules().items() %}
        or (rule_sets.has_{{ rule }} = 1 and policies.{{ column }} != chosen.{{ column }})
    {% endfor %}

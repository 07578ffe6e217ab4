-- Under which variants accounts of a set of rules are worked out: all under the chosen policy, and under another only
-- those whose MRR a rule in which it differs can change.
with

rule_sets as (

    select distinct
        {{ rule_traits().keys() | join(', ') }},
        rule_set_id

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
    {% for trait, condition in rule_traits().items() %}
        or (rule_sets.{{ trait }} = 1 and {{ condition }})
    {% endfor %}

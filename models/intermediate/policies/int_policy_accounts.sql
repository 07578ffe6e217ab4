-- The accounts whose MRR is worked out again under each variant: those that can be affected by a rule in which it
-- differs from the chosen policy.
with

rule_sets as (

    select * from {{ ref('int_account_rule_sets') }}

),

policies as (

    select * from {{ ref('int_policy_variants') }}
    where policy_variant_id > 0

),

chosen as (

    select * from {{ ref('int_policy_variants') }}
    where policy_variant_id = 0

)

select
    rule_sets.account_id,
    rule_sets.rule_set_id,
    policies.policy_variant_id,
    policies.rule_name is null as is_whole_policy

from rule_sets

cross join chosen

inner join policies
    on false
    {% for trait, condition in rule_traits().items() %}
        or (rule_sets.{{ trait }} = 1 and {{ condition }})
    {% endfor %}

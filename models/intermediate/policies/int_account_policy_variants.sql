-- Under which variants an account is worked out. One account under one variant is a history; what follows goes by its
-- number.
with

rule_sets as (

    select * from {{ ref('int_account_rule_sets') }}

),

variants as (

    select * from {{ ref('int_rule_set_variants') }}

)

select
    rule_sets.account_id,
    rule_sets.rule_set_id,
    variants.policy_variant_id,
    variants.is_whole_policy,
    cast(row_number() over (order by variants.policy_variant_id, rule_sets.account_id) as integer) as history_id

from rule_sets

inner join variants
    on rule_sets.rule_set_id = variants.rule_set_id

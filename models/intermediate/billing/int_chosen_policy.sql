-- The policy that the marts follow: what counts as MRR and as churn. What other policies would report is worked out in
-- the room `policies`.
with

policies as (

    {{ revenue_policy_rows() }}

)

select
    *,
    {{ interval_factors() }}

from policies

where is_chosen

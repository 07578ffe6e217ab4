-- Of a single rule only the MRR is asked: items are added up, and no account's history is worked out.
with

reporting_currency_changes as (

    select * from {{ ref('int_mrr_changes_in_reporting_currency') }}
    where not is_whole_policy

),

other_currency_changes as (

    select * from {{ ref('int_mrr_changes_in_other_currencies') }}
    where not is_whole_policy

),

all_changes as (

    select
        policy_variant_id,
        month_start,
        mrr_change
    from reporting_currency_changes

    union all

    select
        policy_variant_id,
        month_start,
        mrr_change
    from other_currency_changes

)

select
    policy_variant_id,
    month_start,
    sum(mrr_change) as mrr_change

from all_changes

group by 1, 2

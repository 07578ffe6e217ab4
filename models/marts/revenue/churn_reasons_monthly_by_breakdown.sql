with

movements as (

    select
        *,
        case when is_ended_by_non_payment then 'involuntary' else 'voluntary' end as churn_type,
        coalesce(end_reason, '(none)') as churn_reason

    from {{ ref('int_account_mrr_movements') }}

    where movement_type = 'churn'

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

months as (

    select * from {{ ref('months') }}

),

final as (

    select
        -- grain
        movements.month_start,
        {{ breakdown_columns() }},
        movements.churn_type,
        movements.churn_reason,

        -- accounts that left, and the MRR that went with them
        cast(count(*) as bigint) as churned_account_count,
        cast(sum(movements.opening_mrr) as decimal(38, 6)) as churned_mrr,

        months.is_complete

    from movements

    inner join profiles
        on movements.account_id = profiles.account_id

    inner join months
        on movements.month_start = months.month_start

    group by {{ breakdown_sets([
        'movements.month_start', 'movements.churn_type', 'movements.churn_reason', 'months.is_complete',
    ]) }}

)

select * from final

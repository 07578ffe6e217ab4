with

account_months as (

    select * from {{ ref('int_account_months') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

classified as (

    select
        *,
        -- What the month changed, exchange rates left aside.
        closing_mrr - opening_mrr - fx_mrr as own_change,

        -- First match wins: from and to zero are settled before up and down.
        case
            when opening_mrr = 0 and closing_mrr > 0 and month_start = first_paid_month then 'new'
            when opening_mrr = 0 and closing_mrr > 0 then 'reactivation'
            when opening_mrr > 0 and closing_mrr = 0 then 'churn'
            when closing_mrr - opening_mrr - fx_mrr > 0 then 'expansion'
            when closing_mrr - opening_mrr - fx_mrr < 0 then 'contraction'
            else 'none'
        end as movement_type

    from account_months

),

with_amounts as (

    select
        account_id,
        month_start,
        is_complete,
        movement_type,

        -- money: opening + new + reactivation + expansion - contraction - churned + fx = closing
        opening_mrr,
        case when movement_type = 'new' then own_change else 0 end as new_mrr,
        case when movement_type = 'reactivation' then own_change else 0 end as reactivation_mrr,
        case when movement_type = 'expansion' then own_change else 0 end as expansion_mrr,
        case when movement_type = 'contraction' then -own_change else 0 end as contraction_mrr,
        case when movement_type = 'churn' then -own_change else 0 end as churned_mrr,
        fx_mrr,
        closing_mrr,

        -- money, summed up for the ratios
        closing_mrr - opening_mrr as net_new_mrr,
        greatest(own_change, 0) as gained_mrr,
        greatest(-own_change, 0) as lost_mrr,
        case when movement_type in ('churn', 'contraction', 'expansion') then -own_change else 0 end as net_lost_mrr,

        -- counts of 0 or 1, to be added up
        case when opening_mrr > 0 then 1 else 0 end as opening_account_count,
        case when closing_mrr > 0 then 1 else 0 end as paying_account_count,
        case when movement_type = 'new' then 1 else 0 end as new_account_count,
        case when movement_type = 'reactivation' then 1 else 0 end as reactivated_account_count,
        case when movement_type = 'churn' then 1 else 0 end as churned_account_count,
        case when movement_type = 'churn' and not is_ended_by_non_payment then 1 else 0 end
            as voluntary_churned_account_count,
        case when movement_type = 'churn' and is_ended_by_non_payment then 1 else 0 end
            as involuntary_churned_account_count,
        cast(loss_count as integer) - case when movement_type = 'churn' then 1 else 0 end as intra_month_churn_count

    from classified

),

final as (

    select
        -- ids
        with_amounts.account_id || '|' || cast(with_amounts.month_start as varchar) as mrr_movement_id,
        with_amounts.account_id,
        with_amounts.month_start,

        -- the account, as it is at as_of
        profiles.segment,
        profiles.industry,
        profiles.country,
        profiles.acquisition_channel,
        profiles.plan_name,
        profiles.currency,

        -- money
        with_amounts.movement_type,
        {% for amount in [
            'opening_mrr', 'new_mrr', 'reactivation_mrr', 'expansion_mrr', 'contraction_mrr', 'churned_mrr', 'fx_mrr',
            'closing_mrr', 'net_new_mrr', 'gained_mrr', 'lost_mrr', 'net_lost_mrr',
        ] %}
            cast(with_amounts.{{ amount }} as decimal(38, 6)) as {{ amount }},
        {% endfor %}
        {{ setting('gross_margin') }} as gross_margin,

        -- counts
        with_amounts.opening_account_count,
        with_amounts.paying_account_count,
        with_amounts.new_account_count,
        with_amounts.reactivated_account_count,
        with_amounts.churned_account_count,
        with_amounts.voluntary_churned_account_count,
        with_amounts.involuntary_churned_account_count,
        with_amounts.intra_month_churn_count,

        with_amounts.is_complete

    from with_amounts

    inner join profiles
        on with_amounts.account_id = profiles.account_id

)

select * from final

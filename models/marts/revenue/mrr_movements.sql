{#- A view: most of an account's months repeat the month before, and are expanded only when queried. -#}
{{ config(materialized='view') }}

with

account_months as (

    select * from {{ ref('int_account_months') }}

),

renewals as (

    select * from {{ ref('int_account_renewals') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

policies as (

    select * from {{ ref('int_chosen_policy') }}

),

with_flags as (

    select
        account_months.*,
        coalesce(renewals.renewal_due_mrr, 0) as renewal_due_mrr,
        policies.intra_month_churn = 'included' as counts_intra_month_churn,
        policies.churn_base = 'opening_plus_new' as counts_new_in_base,
        policies.quick_ratio_reactivation = 'included' as gains_reactivation,
        policies.net_churn_reactivation = 'included' as offsets_reactivation,
        case when account_months.movement_type = 'churn' then 1 else 0 end as is_churn,
        case when account_months.movement_type = 'churn' and account_months.is_ended_by_non_payment then 1 else 0 end
            as is_involuntary_churn,
        case when renewals.renewal_due_mrr is null then 0 else 1 end as is_renewal_due,
        case when account_months.month_start = account_months.first_paid_month then 1 else 0 end as is_first_paid_month,
        case when account_months.opening_mrr > 0 then 1 else 0 end as is_opening

    from account_months

    left join renewals
        on account_months.account_id = renewals.account_id
        and account_months.month_start = renewals.month_start

    cross join policies

),

final as (

    select
        -- ids
        with_flags.account_id || '|' || cast(with_flags.month_start as varchar) as mrr_movement_id,
        with_flags.account_id,
        with_flags.month_start,
        with_flags.first_paid_month,

        -- the account, as it is at as_of
        profiles.segment,
        profiles.industry,
        profiles.country,
        profiles.acquisition_channel,
        profiles.plan_name,
        profiles.currency,

        -- money: opening + new + reactivation + expansion - contraction - churned + fx = closing
        with_flags.movement_type,
        {% for amount in [
            'opening_mrr', 'new_mrr', 'reactivation_mrr', 'expansion_mrr', 'contraction_mrr', 'churned_mrr', 'fx_mrr',
            'closing_mrr',
        ] %}
            cast(with_flags.{{ amount }} as decimal(38, 6)) as {{ amount }},
        {% endfor %}

        -- money, summed up for the ratios
        cast(with_flags.closing_mrr - with_flags.opening_mrr as decimal(38, 6)) as net_new_mrr,
        cast(
            with_flags.new_mrr + with_flags.expansion_mrr
            + case when with_flags.gains_reactivation then with_flags.reactivation_mrr else 0 end as decimal(38, 6)
        ) as gained_mrr,
        cast(with_flags.churned_mrr + with_flags.contraction_mrr as decimal(38, 6)) as lost_mrr,
        cast(
            with_flags.churned_mrr + with_flags.contraction_mrr - with_flags.expansion_mrr
            - case when with_flags.offsets_reactivation then with_flags.reactivation_mrr else 0 end as decimal(38, 6)
        ) as net_lost_mrr,
        cast(with_flags.churned_mrr * (1 - with_flags.is_involuntary_churn) as decimal(38, 6)) as voluntary_churned_mrr,
        cast(with_flags.churned_mrr * with_flags.is_involuntary_churn as decimal(38, 6)) as involuntary_churned_mrr,

        -- money next to MRR
        {% for amount in [
            'usage_mrr', 'committed_mrr', 'constant_currency_mrr', 'constant_currency_net_new_mrr',
        ] %}
            cast(with_flags.{{ amount }} as decimal(38, 6)) as {{ amount }},
        {% endfor %}
        cast(with_flags.renewal_due_mrr as decimal(38, 6)) as renewal_due_mrr,
        cast(with_flags.renewal_due_mrr * with_flags.is_churn as decimal(38, 6)) as renewal_churned_mrr,
        {{ setting('gross_margin') }} as gross_margin,

        -- counts of 0 or 1, to be added up
        with_flags.is_opening as opening_account_count,
        case when with_flags.closing_mrr > 0 then 1 else 0 end as paying_account_count,
        case when with_flags.movement_type = 'new' then 1 else 0 end as new_account_count,
        case when with_flags.movement_type = 'reactivation' then 1 else 0 end as reactivated_account_count,
        with_flags.is_churn as churned_account_count,
        with_flags.is_churn - with_flags.is_involuntary_churn as voluntary_churned_account_count,
        with_flags.is_involuntary_churn as involuntary_churned_account_count,
        with_flags.loss_count - with_flags.is_churn as intra_month_churn_count,
        case when with_flags.counts_intra_month_churn then with_flags.loss_count else with_flags.is_churn end
            as logo_churn_count,
        case
            when with_flags.counts_new_in_base then greatest(with_flags.is_opening, with_flags.is_first_paid_month)
            else with_flags.is_opening
        end as logo_churn_base_count,
        with_flags.is_renewal_due as renewal_due_account_count,
        with_flags.is_renewal_due * with_flags.is_churn as renewal_churned_account_count,

        -- why it left
        coalesce(case when with_flags.is_churn = 1 then with_flags.end_reason end, '(none)') as churn_reason,

        with_flags.is_complete

    from with_flags

    inner join profiles
        on with_flags.account_id = profiles.account_id

)

select * from final

with

policies as (

    select * from {{ ref('int_policy_variants') }}

),

revenue as (

    select * from {{ ref('int_revenue_by_policy') }}

),

chosen as (

    select
        month_start,
        mrr
    from revenue
    where policy_variant_id = 0

),

-- What one rule alone makes of the chosen policy's MRR.
rule_effects as (

    select
        policies.rule_name,
        {% for column in mrr_rules().values() %}
            policies.{{ column }},
        {% endfor %}
        revenue.month_start,
        revenue.mrr - chosen.mrr as effect

    from revenue

    inner join policies
        on revenue.policy_variant_id = policies.policy_variant_id

    inner join chosen
        on revenue.month_start = chosen.month_start

    where policies.rule_name is not null

),

compared as (

    select
        revenue.*,
        policies.policy_name,
        policies.label as policy_label,
        policies.is_chosen,
        {% for rule in mrr_rules() %}
            coalesce({{ rule }}_effects.effect, 0) as {{ rule }}_effect,
        {% endfor %}
        chosen.mrr as chosen_mrr

    from revenue

    inner join policies
        on revenue.policy_variant_id = policies.policy_variant_id

    inner join chosen
        on revenue.month_start = chosen.month_start

    {% for rule, column in mrr_rules().items() %}
        left join rule_effects as {{ rule }}_effects
            on {{ rule }}_effects.rule_name = '{{ rule }}'
            and policies.{{ column }} = {{ rule }}_effects.{{ column }}
            and revenue.month_start = {{ rule }}_effects.month_start
    {% endfor %}

    where policies.policy_name is not null

),

final as (

    select
        -- grain
        month_start,
        policy_name,

        policy_label,
        is_chosen,

        -- why its MRR differs; the effects add up to the difference
        mrr,
        chosen_mrr,
        cast(mrr - chosen_mrr as decimal(38, 6)) as mrr_difference,
        {% for rule in mrr_rules() %}
            cast({{ rule }}_effect as decimal(38, 6)) as {{ rule }}_effect,
        {% endfor %}
        cast(
            mrr - chosen_mrr
            {% for rule in mrr_rules() %}
                - {{ rule }}_effect
            {% endfor %}
            as decimal(38, 6)
        ) as combined_effect,

        -- what else it would report
        paying_account_count,
        opening_mrr,
        new_mrr,
        reactivation_mrr,
        expansion_mrr,
        contraction_mrr,
        churned_mrr,
        fx_mrr,
        lost_mrr,
        net_lost_mrr,
        cast(lost_mrr as double) / nullif(cast(opening_mrr as double), 0) as gross_mrr_churn_rate,
        cast(net_lost_mrr as double) / nullif(cast(opening_mrr as double), 0) as net_mrr_churn_rate,
        churned_account_count,
        logo_churn_count,
        logo_churn_base_count,
        cast(logo_churn_count as double) / nullif(logo_churn_base_count, 0) as logo_churn_rate,

        is_complete

    from compared

)

select * from final

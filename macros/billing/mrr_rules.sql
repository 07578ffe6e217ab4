{# The rules of a policy that decide MRR, each with the column in which int_policy_variants has its choice. rule_traits
   says which accounts each can affect. #}
{% macro mrr_rules() %}
    {{ return({
        'trials': 'trials',
        'free_months': 'free_months',
        'past_due': 'past_due_grace_days',
        'pauses': 'pauses',
        'discounts': 'discounts',
        'usage': 'usage',
        'churn_date': 'churn_date',
        'weeks': 'weeks_per_month',
        'days': 'days_per_month',
        'renewal_tolerance': 'renewal_tolerance_days',
    }) }}
{% endmacro %}

{# What can make a difference to an account between two policies, with the condition on `policies` and `chosen` under
   which it does. Discounts are taken off in steps: permanent, then repeating, then one-off ones. #}
{% macro rule_traits() %}
    {{ return({
        'has_trials': 'policies.trials != chosen.trials',
        'has_free_months': 'policies.free_months != chosen.free_months',
        'has_past_due': 'policies.past_due_grace_days != chosen.past_due_grace_days',
        'has_pauses': 'policies.pauses != chosen.pauses',
        'has_lasting_discounts': "(policies.discounts = 'none') != (chosen.discounts = 'none')",
        'has_repeating_discounts':
            "(policies.discounts in ('recurring', 'all')) != (chosen.discounts in ('recurring', 'all'))",
        'has_one_off_discounts': "(policies.discounts = 'all') != (chosen.discounts = 'all')",
        'has_usage': 'policies.usage != chosen.usage',
        'has_requests': 'policies.churn_date != chosen.churn_date',
        'has_weeks': 'policies.weeks_per_month != chosen.weeks_per_month',
        'has_days': 'policies.days_per_month != chosen.days_per_month',
        'has_gaps': 'policies.renewal_tolerance_days != chosen.renewal_tolerance_days',
    }) }}
{% endmacro %}

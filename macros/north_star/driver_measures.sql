{# What distinguishes accounts with an influencer from accounts without: a yes or no, or a quotient of two columns of
   engagement_user_months that is above the month's median. #}
{% macro driver_measures() %}
    {{ return({
        'north_star': none,
        'key_actions_per_user': 'key_action_count',
        'logins_per_user': 'login_count',
        'session_minutes_per_user': 'session_seconds',
        'active_days_per_user': 'active_day_count',
    }) }}
{% endmacro %}

{# What an outcome metric is for a single account, by metric. #}
{% macro driver_outcomes() %}
    {{ return({
        'logo_churn_rate': 'churned',
        'gross_mrr_churn_rate': 'churned',
        'renewal_logo_churn_rate': 'not_renewed',
        'nrr_1m': 'expanded',
        'nrr_3m': 'expanded',
        'nrr_12m': 'expanded',
        'nps': 'nps',
        'north_star_share': 'north_star',
    }) }}
{% endmacro %}

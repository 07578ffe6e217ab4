{# The variable revenue_policy names a row; the failing row suggests which one may be meant. #}
{% test chosen_policy_exists(model) %}
    select
        {{ setting('revenue_policy') }} as revenue_policy,
        'is no policy_name of revenue_policies.csv' as problem

    where {{ setting('revenue_policy') }} not in (select policy_name from {{ model }})
{% endtest %}

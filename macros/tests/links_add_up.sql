{# The three links of the value chain add up to the difference in LTV, but for the rounding of floating-point numbers. #}
{% test links_add_up(model) %}
    select
        cohort,
        sum(case when link = 'realised_ltv' then difference else -difference end) as rest

    from {{ model }}

    group by cohort

    having
        abs(sum(case when link = 'realised_ltv' then difference else -difference end))
        > 1e-9 * (1 + sum(abs(top_mean) + abs(bottom_mean)))
        or count(*) != 4
{% endtest %}

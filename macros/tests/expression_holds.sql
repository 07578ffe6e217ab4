{# A condition that every row fulfils. Name the test with the sentence that is true when it passes. #}
{% test expression_holds(model, expression) %}
select * from {{ model }} where not coalesce({{ expression }}, false)
{% endtest %}

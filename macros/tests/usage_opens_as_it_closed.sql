{# Those that open a month are those that were active in the one before. #}
{% test usage_opens_as_it_closed(model) %}
select *

from (
    select
        *,
        lag(active_count, 1, 0) over (partition by entity, breakdown, breakdown_value order by month_start) as last_active
    from {{ model }}
) as months

where opening_count != last_active
{% endtest %}

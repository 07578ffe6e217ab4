{# A number of the metric tree to its last digit: money has six decimal places, rates twelve. Whole numbers get six,
   since a double does not hold twelve places of large ones. #}
{% macro metric_tree_rounded(number, places) -%}
    case
        when {{ places }} = 6 then cast(cast({{ number }} as decimal(38, 6)) as decimal(38, 12))
        else cast({{ number }} as decimal(38, 12))
    end
{%- endmacro %}

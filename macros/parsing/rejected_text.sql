{# The whole raw row as JSON text (see row_text) where it is rejected, else null: most rows never need it. #}
{% macro rejected_text(relation, blank_out=[]) %}
    case when rejection_reason is not null then {{ row_text(relation, blank_out) }} end
{%- endmacro %}

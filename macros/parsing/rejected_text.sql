{# The whole raw row as JSON text (see row_text) where it is rejected, else null. Staging models whose
   rows MRR is traced to keep the text of all rows. #}
{% macro rejected_text(relation, blank_out=[]) %}
    case when rejection_reason is not null then {{ row_text(relation, blank_out) }} end
{%- endmacro %}

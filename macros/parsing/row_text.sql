{# The whole raw row as JSON text, for rejected_rows. Columns in `blank_out` hold personal data and are masked. #}
{% macro row_text(relation, blank_out=[]) %}
    {%- set masked = {} -%}
    {%- for column in blank_out -%}
        {%- do masked.update({column: '(personal)'}) -%}
    {%- endfor -%}
    {%- if masked -%}
        cast(json_merge_patch(to_json({{ relation }}), {{ sql_text(tojson(masked)) }}) as varchar)
    {%- else -%}
        cast(to_json({{ relation }}) as varchar)
    {%- endif -%}
{% endmacro %}

{# The whole raw row as JSON text, for rejected_rows: without the name of its file, and with columns in `blank_out`, which
   hold personal data, masked. #}
{% macro row_text(relation, blank_out=[]) %}
    {%- set changes = {'_file': none} -%}
    {%- for column in blank_out -%}
        {%- do changes.update({column: '(personal)'}) -%}
    {%- endfor -%}
    cast(json_merge_patch(to_json({{ relation }}), {{ sql_text(tojson(changes)) }}) as varchar)
{%- endmacro %}

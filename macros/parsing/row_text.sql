{# The whole raw row as JSON text, for rejected_rows: without the name of its file and the columns of its version where
   it has none, and with columns in `blank_out`, which hold personal data, masked. #}
{% macro row_text(relation, blank_out=[]) %}
    {%- set changes = {'_file': none} -%}
    {%- for column in blank_out -%}
        {%- do changes.update({column: '(personal)'}) -%}
    {%- endfor -%}
    {%- set without_version = dict(changes, row_updated_at=none, row_is_deleted=none) -%}
    cast(json_merge_patch(
        to_json({{ relation }}),
        case
            when
                struct_extract({{ relation }}, 'row_updated_at') is null
                and struct_extract({{ relation }}, 'row_is_deleted') is null
                then {{ sql_text(tojson(without_version)) }}
            else {{ sql_text(tojson(changes)) }}
        end
    ) as varchar)
{%- endmacro %}

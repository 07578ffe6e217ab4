{# The texts of an event, trimmed, in the order in which its kept row has them; `relation` qualifies them. #}
{% macro event_columns(relation=none) %}
    {%- set columns = [] -%}
    {%- for column in [
        'event_id', 'account_id', 'user_id', 'session_id', 'event_name', 'occurred_at_text', 'received_at_text',
        'object_id', 'quantity_text', 'is_internal_text', 'row_updated_at_text', 'row_is_deleted_text',
    ] -%}
        {%- do columns.append(relation ~ '.' ~ column if relation else column) -%}
    {%- endfor -%}
    {{ return(columns) }}
{% endmacro %}

{# Of a list that room_models() has by room, what belongs to rooms that are open. #}
{% macro models_of_open_rooms(kind) %}
    {%- set found = [] -%}
    {%- for room, members in room_models()[kind].items() if room_is_open(room) -%}
        {%- do found.extend(members) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}

{# Of a list that room_models() has by room, what belongs to rooms that are open. `is_listing` is set by
   `python -m north_star rooms`, which writes that list: the old one may name models that are gone. #}
{% macro models_of_open_rooms(kind) %}
    {%- set found = [] -%}
    {%- for room, members in room_models()[kind].items() if room_is_open(room) and not var('is_listing', false) -%}
        {%- do found.extend(members) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}

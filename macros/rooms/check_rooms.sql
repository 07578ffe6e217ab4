{# Stops a build whose `rooms` names a room that does not exist, which would otherwise build core without a word. #}
{% macro check_rooms() %}
    {%- set rooms = var('rooms') -%}
    {%- set known = ['core', 'all'] + var('room_opened_by').keys() | list -%}
    {%- for room in ([rooms] if rooms is string else rooms or []) if room not in known -%}
        {{ exceptions.raise_compiler_error(
            "The setting 'rooms' names '" ~ room ~ "', which is no room. Write core, all, or a list of: "
            ~ known[2:] | join(', ')
        ) }}
    {%- endfor -%}
{% endmacro %}

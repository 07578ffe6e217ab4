{# Whether a room is built; core always is. #}
{% macro room_is_open(room) %}
    {%- set rooms = var('rooms') -%}
    {{ return(room == 'core' or 'all' in rooms or var('room_opened_by')[room] | select('in', rooms) | list != []) }}
{% endmacro %}

{# The names of the events whose objects are kept, as one text: what was counted under another list is counted again. #}
{% macro object_events_signature() -%}
    (
        select coalesce(string_agg(object_events.event_name, '|' order by object_events.event_name), '')
        from ({{ object_event_names() }}) as object_events
    )
{%- endmacro %}

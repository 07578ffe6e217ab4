{# What the typing of every event depends on besides its file, as one text: the reporting time zone, the code, the events
   whose objects are kept, whether ids of sessions are, and the numbers of accounts and users. #}
{% macro event_settings() -%}
    (
        {{ setting('reporting_timezone') }} || '|'
        || {{ code_version(
            ['stg_product__events', 'int_events'],
            [utc_timestamp('value'), exact_decimal('value'), boolean_value('value'), text_value('value')]
        ) }} || '|{{ 'sessions' if room_is_open('engagement') }}|'
        || (select coalesce(max(numbering), '') from {{ ref('stg_crm__entity_numbers') }}) || '|'
        || (
            select coalesce(string_agg(object_events.event_name, '|' order by object_events.event_name), '')
            from ({{ object_event_names() }}) as object_events
        )
    )
{%- endmacro %}

{# What the sessions of each event file depend on, as one text: the file's version, the gap, and which of its events are
   excluded. While it stays the same the file need not be read again. #}
{% macro session_file_states() %}
    select
        files.source_file,
        files.file_version || '|' || {{ setting('session_gap_minutes') }} || '|'
        || {{ code_version(['int_session_parts']) }} || '|'
        || cast(coalesce(sum(case when events.kept_row is not null then hash(events.kept_row) end), 0) as varchar)
            as file_state

    from {{ ref('int_events') }} as events

    inner join (
        select
            *,
            {{ event_file_key() }} as file_key
        from {{ source('loading', 'event_files') }}
    ) as files
        on events.file_key = files.file_key

    group by files.source_file, files.file_version

    -- Files without a counted event of a user have no sessions.
    having count(case when events.kept_row is null and events.user_number is not null and not events.is_internal then 1 end) > 0
{% endmacro %}

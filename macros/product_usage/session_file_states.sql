{# What the sessions of each event file depend on, as one text: the file's version, the gap, and which of its events are
   excluded. While it stays the same the file need not be read again. #}
{% macro session_file_states() %}
    select
        source_file,
        file_version || '|' || {{ setting('session_gap_minutes') }} || '|'
        || cast(coalesce(sum(case when kept_row is not null then hash(kept_row, event_count) end), 0) as varchar)
            as file_state

    from {{ ref('int_events_by_day') }}

    group by source_file, file_version

    -- Files without a counted event of a user have no sessions.
    having count(case when kept_row is null and user_id is not null and not is_internal then 1 end) > 0
{% endmacro %}

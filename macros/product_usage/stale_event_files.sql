{# The event files that an incremental build has to count again, as a list of SQL literals ('' when there are none):
   files that are new or changed, files with an event that would be judged differently now (its account or user came,
   went or moved its start, as_of or the time zone moved), and, when files changed, files that share an event id with
   another. Judged from the counted rows themselves, so nothing has to be remembered about the build before. #}
{% macro stale_event_files(counted) %}
    {%- set files = run_query("
        with

        counted as (select * from " ~ counted ~ "),

        current_files as (select * from " ~ source('loading', 'event_files') ~ "),

        changed_files as (

            select current_files.source_file

            from current_files

            left join (select distinct source_file, file_version, reporting_timezone, object_events from counted) as counted_files
                on current_files.source_file = counted_files.source_file
                and current_files.file_version = counted_files.file_version
                and counted_files.reporting_timezone = " ~ setting('reporting_timezone') ~ "
                and counted_files.object_events = " ~ object_events_signature() ~ "

            where counted_files.source_file is null

        ),

        misjudged_files as (

            select distinct counted.source_file

            from counted

            left join " ~ ref('stg_crm__account_ids') ~ " as accounts
                on counted.account_id = accounts.named_account_id

            left join " ~ ref('stg_crm__users') ~ " as users
                on counted.user_id = users.user_id
                and users.rejection_reason is null

            where
                case
                    when counted.kept_row is null
                        then accounts.account_id is null
                            or (counted.user_id is not null and users.user_id is null)
                            or counted.date_day > " ~ setting('as_of') ~ "
                            or counted.first_occurred_at < accounts.created_at
                    -- Events with a row of their own are few: their files are counted again whenever in doubt.
                    else counted.kept_row like 'orphan%' and accounts.account_id is not null
                            and (counted.user_id is null or users.user_id is not null)
                        or counted.kept_row like 'future%' and counted.date_day <= " ~ setting('as_of') ~ "
                        or counted.kept_row like 'before_signup%' and counted.first_occurred_at >= accounts.created_at
                        or counted.kept_row like chr(30) || '%' and (
                            accounts.account_id is null
                            or (counted.user_id is not null and users.user_id is null)
                            or counted.date_day > " ~ setting('as_of') ~ "
                            or counted.first_occurred_at < accounts.created_at
                        )
                end

        ),

        -- Only what changed can have brought a second event of an id, or taken one away.
        sharing_files as (

            select distinct events._file as source_file

            from " ~ source('product', 'events') ~ " as events

            inner join " ~ ref('int_repeated_event_ids') ~ " as repeated_ids
                on " ~ text_value('events.event_id') ~ " = repeated_ids.event_id

            where repeated_ids.is_in_several_files

        )

        select source_file from changed_files
        union
        select source_file from misjudged_files
        union
        select source_file from sharing_files where exists (select 1 from changed_files)
    ").columns[0].values() if execute else [] -%}
    {%- set literals = [] -%}
    {%- for file in files -%}
        {%- do literals.append(sql_text(file)) -%}
    {%- endfor -%}
    {{- literals | join(', ') or "''" -}}
{% endmacro %}

{# The event files that an incremental build has to read again, as a list of SQL literals ('' when there are none): files
   that are new or changed, files with an event that would be judged differently now (its account or user came, went or
   moved its start, as_of or the time zone moved), and files with other repeated ids than before. Judged from the typed
   rows themselves, so nothing has to be remembered about the build before. #}
{% macro stale_event_files(typed) %}
    {{- text_list("
        with

        typed as (select * from " ~ typed ~ "),

        current_files as (select *, " ~ event_file_key() ~ " as file_key from " ~ source('loading', 'event_files') ~ "),

        accounts as (

            select
                numbers.entity_number,
                account_ids.named_account_id,
                account_ids.created_at
            from " ~ ref('stg_crm__account_ids') ~ " as account_ids
            inner join " ~ ref('stg_crm__entity_numbers') ~ " as numbers
                on account_ids.named_account_id = numbers.entity_id
                and numbers.entity = 'account'

        ),

        users as (

            select
                numbers.entity_number,
                users.user_id
            from " ~ ref('stg_crm__users') ~ " as users
            inner join " ~ ref('stg_crm__entity_numbers') ~ " as numbers
                on users.user_id = numbers.entity_id
                and numbers.entity = 'user'
            where users.rejection_reason is null

        ),

        repeated_ids as (

            select
                event_ids.file_key,
                count(*) as repeated_count,
                sum(cast(event_ids.event_hash as hugeint)) as repeated_sum
            from " ~ ref('int_event_ids') ~ " as event_ids
            inner join " ~ ref('int_repeated_event_ids') ~ " as repeated
                on event_ids.event_hash = repeated.event_hash
            group by 1

        ),

        typed_files as (

            select
                typed.file_key,
                count(typed.repeated_hash) as repeated_count,
                sum(cast(typed.repeated_hash as hugeint)) as repeated_sum,
                count(case when typed.typed_with != hash(" ~ event_settings() ~ ") then 1 end) as of_other_settings,
                count(
                    case
                        when typed.kept_row like chr(30) || '%' or typed.kept_row is null
                            then case
                                when
                                    accounts.entity_number is null
                                    or (typed.user_number is not null and users.entity_number is null)
                                    or typed.date_day > " ~ setting('as_of') ~ "
                                    or typed.occurred_at < accounts.created_at
                                    then 1
                            end
                        when typed.kept_row like 'future%' and typed.date_day <= " ~ setting('as_of') ~ " then 1
                        when typed.kept_row like 'before_signup%' and typed.occurred_at >= accounts.created_at then 1
                    end
                ) as misjudged

            from typed

            left join accounts
                on typed.account_number = accounts.entity_number

            left join users
                on typed.user_number = users.entity_number

            group by 1

        ),

        -- Events of an account or user that was not known have no number of it.
        found_orphans as (

            select distinct typed.file_key

            from typed

            inner join accounts
                on " ~ kept_value('account_id') ~ " = accounts.named_account_id

            left join users
                on " ~ kept_value('user_id') ~ " = users.user_id

            where
                typed.kept_row like 'orphan%'
                and (" ~ kept_value('user_id') ~ " is null or users.user_id is not null)

        )

        select current_files.source_file

        from current_files

        left join typed_files
            on current_files.file_key = typed_files.file_key

        left join repeated_ids
            on current_files.file_key = repeated_ids.file_key

        left join found_orphans
            on current_files.file_key = found_orphans.file_key

        where
            typed_files.file_key is null
            or typed_files.of_other_settings > 0
            or typed_files.misjudged > 0
            or found_orphans.file_key is not null
            or typed_files.repeated_count != coalesce(repeated_ids.repeated_count, 0)
            or typed_files.repeated_sum is distinct from repeated_ids.repeated_sum
    ") -}}
{% endmacro %}

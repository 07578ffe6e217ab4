{# Usage in the windows of the measures of one aggregate. Needs the CTEs `usage`, `asked`, `asked_days` and `sign_ups` of
   int_north_star_measures. Written out for each: read as one CTE by all of them, it would be kept whole, which is
   several times the events. #}
{% macro used_in_windows(aggregate) %}
    select
        asked_days.window_version,
        case when asked_days.entity = 'account' then usage.account_number else usage.user_number end as entity_number,
        usage.counted_user,
        usage.date_day,
        usage.object_id,
        usage.event_count,
        usage.quantity

    from usage

    inner join asked_days
        on usage.event_name = asked_days.event_name
        and usage.date_day = asked_days.date_day
        and asked_days.aggregate = '{{ aggregate }}'

    union all

    -- The day of the sign-up is the first day.
    {% for entity in ('account', 'user') %}
        select
            asked.window_version,
            sign_ups.entity_number,
            usage.counted_user,
            usage.date_day,
            usage.object_id,
            usage.event_count,
            usage.quantity

        from usage

        inner join sign_ups
            on usage.{{ entity }}_number = sign_ups.entity_number
            and usage.date_day >= sign_ups.created_date

        inner join asked
            on usage.event_name = asked.event_name
            and asked.window_unit = 'since_sign_up'
            and asked.aggregate = '{{ aggregate }}'
            and asked.entity = '{{ entity }}'
            and asked.period_start = cast({{ dbt.date_trunc('month', 'sign_ups.created_date') }} as date)
            and usage.date_day < {{ dbt.dateadd('day', 'asked.window_days', 'sign_ups.created_date') }}

        {{ 'union all' if not loop.last }}
    {% endfor %}
{%- endmacro %}

{# A query for the single values of the two files that are not right: file, row, column and what to write. Each rule is a
   column, the condition under which its value is wrong, and the advice. #}
{% macro north_star_value_problems() %}
{%- set attribute = '(plan|segment|industry|country|channel|account_id)=[^&|;"\'=]+' -%}
{%- set population = '(all|paying|trial|((all|paying|trial)&)?' ~ attribute ~ '(&' ~ attribute ~ ')*)' -%}
{%- set sql_words = '(?i)(\\bunion\\b.*\\bselect\\b|\\b(select|delete)\\b.*\\bfrom\\b|\\binsert\\s+into\\b'
    ~ '|\\bupdate\\b.*\\bset\\b|\\b(drop|alter|create|truncate)\\s+(table|view|schema|database)\\b)' -%}
{%- set event_name = '[^|*;"\'`\\\\()=<>\\s]([^|*;"\'`\\\\()=<>]*[^|*;"\'`\\\\()=<>\\s])?' -%}
{%- set event_names = '(\\*|\\((account|user)_signed_up\\)|' ~ event_name ~ '(\\|' ~ event_name ~ ')*)' -%}
{%- set version = ['definition_version', "not regexp_full_match(coalesce(definition_version, ''), '[1-9]\\d{0,5}')",
    'write a whole number: 1, and one more for each change'] -%}
{%- set name = ['definition_name', "not regexp_full_match(coalesce(definition_name, ''), '[a-z][a-z0-9_]*')",
    'write a name in snake case, such as weekly_task_teams'] -%}
{%- set rules = {
    'definitions': [
        name,
        version,
        ['label', 'label is null', 'write the name as people say it'],
        ['description', 'description is null', 'write in one sentence what counts'],
        ['owner', 'owner is null', 'write the team that answers for the definition'],
        ['entity', "coalesce(entity, '') not in ('account', 'user')", 'write account or user'],
        ['window_unit', "coalesce(window_unit, '') not in ('day', 'week', 'month', 'quarter', 'since_sign_up')",
            'write day, week, month, quarter or since_sign_up'],
        ['window_days', "window_unit = 'since_sign_up'
            and not regexp_full_match(coalesce(window_days, ''), '[1-9]\\d{0,2}')",
            'write the number of days since sign-up, 1 to 999'],
        ['window_days', "window_unit != 'since_sign_up' and window_days is not null",
            'leave it blank: only since_sign_up has days of its own'],
        ['population', "not regexp_full_match(coalesce(population, ''), " ~ sql_text(population) ~ ")
            or len(list_distinct(regexp_extract_all(population, '([a-z_]+)=', 1)))
            < len(regexp_extract_all(population, '([a-z_]+)=', 1))",
            'write all, paying or trial, an attribute such as segment=enterprise (also plan, industry, country, channel,'
            ~ ' account_id), or several joined by &, each attribute once'],
        ['reports', "coalesce(reports, '') not in ('count', 'share', 'quantity', 'rate')",
            'write count, share, quantity or rate'],
        ['status', "coalesce(status, '') not in ('active', 'candidate', 'library', 'retired')",
            'write active, candidate, library or retired'],
        ['is_primary', "coalesce(is_primary, '') not in ('true', 'false')", 'write true or false'],
        ['is_primary', "is_primary = 'true' and status != 'active'", 'write false: only an active definition is primary'],
        ['is_vanity', "coalesce(is_vanity, '') not in ('true', 'false')", 'write true or false'],
        ['valid_from', 'valid_from is null', 'write the first day in force as a date such as 2025-06-30'],
        ['valid_to', "valid_to_text is not null and try_cast(valid_to_text as date) is null",
            'write the first day not in force any more as a date such as 2025-06-30, or leave it blank'],
        ['valid_to', 'valid_to <= valid_from', 'write a day after valid_from, or leave it blank'],
        ['reviewed_on', 'try_cast(reviewed_on_text as date) is null',
            'write the day of the last review as a date such as 2025-06-30'],
    ],
    'conditions': [
        name,
        version,
        ['condition_name', "not regexp_full_match(coalesce(condition_name, ''), '[a-z][a-z0-9_]*')",
            'write what the condition asks in snake case, such as creates_tasks'],
        ['event_names', "not regexp_full_match(coalesce(event_names, ''), " ~ sql_text(event_names) ~ ")
            or event_names like '%--%' or regexp_matches(event_names, " ~ sql_text(sql_words) ~ ')',
            'write event names joined by | without spaces around them, quotes, brackets or SQL, * for any event,'
            ~ ' or (account_signed_up) or (user_signed_up)'],
        ['event_names', "len(list_distinct(string_split(event_names, '|'))) < len(string_split(event_names, '|'))",
            'write each event name once'],
        ['aggregate', "aggregate = 'distinct_objects' and event_names = '*'",
            'write the names of the events whose objects count in event_names'],
        ['aggregate', "coalesce(aggregate, '') not in ('count', 'sum_quantity', 'distinct_objects', 'distinct_users',
            'distinct_days')", 'write count, sum_quantity, distinct_objects, distinct_users or distinct_days'],
        ['operator', "coalesce(operator, '') not in ('>=', '>', '<=', '<', '=')", 'write >=, >, <=, < or ='],
        ['threshold', "not regexp_full_match(coalesce(threshold, ''), '-?\\d{1,12}(\\.\\d{1,6})?')",
            'write a number such as 3 or 0.5'],
        ['is_reported_quantity', "coalesce(is_reported_quantity, '') not in ('true', 'false')", 'write true or false'],
        ['is_denominator', "coalesce(is_denominator, '') not in ('true', 'false')", 'write true or false'],
    ],
} -%}
{%- set shown = {
    'valid_from': 'valid_from_text', 'valid_to': 'valid_to_text', 'reviewed_on': 'reviewed_on_text',
} -%}
with

{{ north_star_reference_rows() }}

{% for relation, relation_rules in rules.items() %}
    {%- set relation_number = loop.index %}
    {%- for column, wrong, advice in relation_rules %}
        {{ 'union all' if not (loop.first and relation_number == 1) }}
        select
            'north_star_{{ relation }}' as file_name,
            {{ north_star_row_name(relation, relation == 'conditions') }} as row_name,
            {{ sql_text(column) }} as column_name,
            coalesce('''' || {{ shown.get(column, column) }} || '''', 'nothing') || ' is not right; '
            || {{ sql_text(advice) }} as problem

        from {{ relation }}

        where {{ wrong }}
    {% endfor %}
{%- endfor %}

order by 1 desc, 2, 3, 4
{% endmacro %}

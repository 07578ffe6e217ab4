{#- Append-only, a row for each build, so that the inputs of two builds can be compared. -#}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    full_refresh=false,
) }}
{#- Reference files that numbers depend on, by the room that reads them; goals, benchmarks, alert rules and the tree
    only read numbers. -#}
{%- set reference_files = [] %}
{%- for reference_file, room in {
    'activation_steps': 'lifecycle', 'excluded_users': 'core', 'key_actions': 'core', 'north_star_conditions': 'core',
    'north_star_definitions': 'core', 'revenue_policies': 'core', 'usage_retention_windows': 'engagement',
}.items() if room_is_open(room) %}
    {%- do reference_files.append(reference_file) %}
{%- endfor %}
with

metric_history as (

    select * from {{ ref('metric_history') }}

),

raw_row_changes as (

    select * from {{ ref('int_raw_row_changes') }}

),

history as (

    select
        count(*) as history_row_count,
        count(case when build_id = {{ sql_text(invocation_id) }} then 1 end) as publication_count,
        cast(coalesce({{ history_signature() }}, 0) as varchar) as history_signature

    from metric_history

),

raw_tables as (

    select
        raw_table,
        sum(added_row_count) as added_row_count,
        sum(removed_row_count) as removed_row_count,
        sum(edited_row_count) as edited_row_count

    from raw_row_changes

    group by raw_table

),

raw_rows as (

    select
        string_agg(raw_table || '=' || cast(added_row_count - removed_row_count as varchar), '; ' order by raw_table)
            as raw_row_counts,
        cast(coalesce(sum(added_row_count), 0) as bigint) as raw_added_row_count,
        cast(coalesce(sum(removed_row_count), 0) as bigint) as raw_removed_row_count,
        cast(coalesce(sum(edited_row_count), 0) as bigint) as raw_edited_row_count

    from raw_tables

),

reference_rows as (

    {% for reference_file in reference_files %}
        select
            {{ sql_text(reference_file) }} as reference_file,
            md5_number_lower(cast(to_json(reference_rows) as varchar)) as row_hash

        from {{ ref(reference_file) }} as reference_rows  -- noqa: AL05

        {{ 'union all' if not loop.last }}
    {% endfor %}

),

reference_files as (

    select
        reference_file,
        substring(md5(cast(sum(row_hash) as varchar)), 1, 8) as signature

    from reference_rows

    group by reference_file

),

reference_signatures as (

    select string_agg(reference_file || '=' || signature, '; ' order by reference_file) as reference_files

    from reference_files

),

final as (

    select
        {{ sql_text(invocation_id) }} as build_id,
        {{ build_started_at() }} as published_at,
        {{ setting('as_of') }} as as_of,

        -- its inputs
        {{ settings_text() }} as settings,  -- noqa: RF04
        reference_signatures.reference_files,
        raw_rows.raw_row_counts,
        raw_rows.raw_added_row_count,
        raw_rows.raw_removed_row_count,
        raw_rows.raw_edited_row_count,
        nullif({{ sql_text(env_var('NORTH_STAR_COMMIT', '')) }}, '') as code_commit,
        {{ sql_text(dbt_version) }} as dbt_version,

        -- what it published, and what metric_history had after it
        history.publication_count,
        history.history_row_count,
        history.history_signature

    from history

    cross join raw_rows

    cross join reference_signatures

)

select * from final

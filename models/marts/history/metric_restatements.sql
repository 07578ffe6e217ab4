-- The reason is read from what differs between the build that published the number and the build before; that does not
-- prove a cause.
with

metric_history as (

    select * from {{ ref('metric_history') }}

),

metric_builds as (

    select * from {{ ref('metric_builds') }}

),

publications as (

    select
        *,
        lag(value) over publications_of_a_period as previous_value,
        lag(metric_version) over publications_of_a_period as previous_metric_version,
        lag(published_at) over publications_of_a_period as previous_published_at,
        first_value(value) over publications_of_a_period as first_published_value,
        first_value(published_at) over publications_of_a_period as first_published_at

    from metric_history

    window publications_of_a_period as (
        partition by metric_name, period_grain, period_start, breakdown, breakdown_value
        order by publication_number
        rows between unbounded preceding and current row
    )

),

builds_beside_the_last as (

    select
        *,
        lag(settings) over (order by published_at) as previous_settings,
        lag(reference_files) over (order by published_at) as previous_reference_files,
        lag(raw_added_row_count) over (order by published_at) as previous_added_row_count,
        lag(raw_removed_row_count + raw_edited_row_count) over (order by published_at) as previous_edited_row_count,
        lag(code_commit) over (order by published_at) as previous_code_commit

    from metric_builds

),

build_changes as (

    select
        build_id,
        settings != previous_settings
        or coalesce(reference_files, '') != coalesce(previous_reference_files, '') as is_redefined,
        raw_removed_row_count + raw_edited_row_count > previous_edited_row_count as is_edited,
        raw_added_row_count > previous_added_row_count as is_added,
        code_commit != previous_code_commit as is_other_code

    from builds_beside_the_last

),

with_reasons as (

    select
        publications.*,
        substring(
            case
                when publications.metric_version != publications.previous_metric_version or build_changes.is_redefined
                    then ', definition change'
                else ''
            end
            || case when build_changes.is_edited then ', source edit' else '' end
            || case when build_changes.is_added then ', late data' else '' end
            || case when build_changes.is_other_code then ', code change' else '' end,
            3
        ) as reasons

    from publications

    left join build_changes
        on publications.build_id = build_changes.build_id

    -- The same number under a new version is not a restatement.
    where publications.publication_type in ('restated', 'withdrawn', 'returned')

),

final as (

    select
        -- grain
        metric_name,
        period_grain,
        period_start,
        breakdown,
        breakdown_value,
        publication_number,

        -- the number then and now
        previous_metric_version,
        metric_version,
        publication_type,
        first_published_value,
        previous_value,
        value,
        value - previous_value as difference,
        (value - previous_value) / nullif(abs(previous_value), 0) as change_rate,

        -- when
        first_published_at,
        previous_published_at,
        published_at,
        {{ dbt.datediff('first_published_at', 'published_at', 'day') }}
            as days_since_first_published,  -- noqa: LT05
        build_id,

        -- why
        case when reasons = '' then 'not explained' else split_part(reasons, ', ', 1) end as reason,
        coalesce(nullif(reasons, ''), 'not explained') as reasons

    from with_reasons

)

select * from final

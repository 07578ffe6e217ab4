with

tickets as (

    select * from {{ ref('support_tickets') }}

),

long as (

    {% for breakdown, column in voice_breakdowns(['category', 'priority']).items() %}
        select
            month_start,
            '{{ breakdown }}' as breakdown,
            {{ column }} as breakdown_value,
            product_ticket_count,
            bug_ticket_count,
            resolved_ticket_count,
            unanswered_ticket_count,
            first_response_seconds,
            first_response_minutes,
            resolution_minutes

        from tickets
        {{ 'union all' if not loop.last }}
    {% endfor %}

)

select
    month_start,
    breakdown,
    breakdown_value,
    count(*) as ticket_count,
    cast(sum(product_ticket_count) as bigint) as product_ticket_count,
    cast(sum(bug_ticket_count) as bigint) as bug_ticket_count,
    cast(sum(resolved_ticket_count) as bigint) as resolved_ticket_count,
    cast(sum(unanswered_ticket_count) as bigint) as unanswered_ticket_count,
    count(first_response_seconds) as first_response_count,
    cast(sum(first_response_seconds) as bigint) as first_response_seconds,

    -- Exact: DuckDB interpolates between the two tickets beside the place.
    percentile_cont(0.5) within group (order by first_response_minutes) as median_first_response_minutes,
    percentile_cont(0.9) within group (order by first_response_minutes) as p90_first_response_minutes,
    percentile_cont(0.5) within group (order by resolution_minutes) as median_resolution_minutes,
    percentile_cont(0.9) within group (order by resolution_minutes) as p90_resolution_minutes

from long

group by 1, 2, 3

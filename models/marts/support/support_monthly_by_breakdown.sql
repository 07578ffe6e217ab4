{#- Each is shown with its change against the month before. -#}
{%- set compared = [
    'tickets_per_user', 'product_tickets_per_user', 'bug_tickets_per_user', 'tickets_per_account',
    'product_tickets_per_account', 'bug_tickets_per_account', 'unanswered_share', 'median_first_response_minutes',
    'p90_first_response_minutes', 'mean_first_response_minutes', 'median_resolution_minutes', 'p90_resolution_minutes'
] -%}
with

months as (

    select * from {{ ref('months') }}

),

tickets as (

    select * from {{ ref('support_tickets') }}

),

entity_months as (

    select * from {{ ref('int_active_entity_months') }}

),

sign_ups as (

    select * from {{ ref('int_sign_ups') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

tickets_by_breakdown as (

    select
        month_start,
        {{ breakdown_columns(['category', 'priority']) }},
        count(*) as ticket_count,
        cast(sum(product_ticket_count) as bigint) as product_ticket_count,
        cast(sum(bug_ticket_count) as bigint) as bug_ticket_count,
        cast(sum(resolved_ticket_count) as bigint) as resolved_ticket_count,
        cast(sum(unanswered_ticket_count) as bigint) as unanswered_ticket_count,
        count(first_response_seconds) as first_response_count,
        cast(sum(first_response_seconds) as bigint) as first_response_seconds,

        -- Exact: DuckDB interpolates between the two nearest tickets.
        percentile_cont(0.5) within group (order by first_response_minutes) as median_first_response_minutes,
        percentile_cont(0.9) within group (order by first_response_minutes) as p90_first_response_minutes,
        percentile_cont(0.5) within group (order by resolution_minutes) as median_resolution_minutes,
        percentile_cont(0.9) within group (order by resolution_minutes) as p90_resolution_minutes

    from tickets

    group by {{ breakdown_sets(['month_start'], ['category', 'priority']) }}

),

active_by_breakdown as (

    select
        entity_months.month_start,
        {{ breakdown_columns() }},
        count(case when entity_months.entity = 'user' then 1 end) as active_user_count,
        count(case when entity_months.entity = 'account' then 1 end) as active_account_count

    from entity_months

    inner join sign_ups
        on entity_months.entity_number = sign_ups.entity_number

    inner join profiles
        on sign_ups.account_id = profiles.account_id

    group by {{ breakdown_sets(['entity_months.month_start']) }}

),

first_month as (

    select min(month_start) as month_start from tickets

),

-- Where no user, or no activity at all, is known, the number of active ones is unknown, not 0.
known as (

    select
        sum(active_user_count) > 0 as knows_users,
        sum(active_account_count) > 0 as knows_accounts
    from active_by_breakdown

),

breakdown_values as (

    select
        breakdown,
        breakdown_value,
        breakdown as active_breakdown,
        breakdown_value as active_breakdown_value
    from active_by_breakdown

    union

    -- Tickets of a category or priority are divided by all active users and accounts.
    select
        breakdown,
        breakdown_value,
        case when breakdown in ('category', 'priority') then 'total' else breakdown end as active_breakdown,
        case when breakdown in ('category', 'priority') then 'all' else breakdown_value end as active_breakdown_value
    from tickets_by_breakdown

),

every_month as (

    select
        months.month_start,
        breakdown_values.breakdown,
        breakdown_values.breakdown_value,
        coalesce(tickets_by_breakdown.ticket_count, 0) as ticket_count,
        coalesce(tickets_by_breakdown.product_ticket_count, 0) as product_ticket_count,
        coalesce(tickets_by_breakdown.bug_ticket_count, 0) as bug_ticket_count,
        coalesce(tickets_by_breakdown.resolved_ticket_count, 0) as resolved_ticket_count,
        coalesce(tickets_by_breakdown.unanswered_ticket_count, 0) as unanswered_ticket_count,
        coalesce(tickets_by_breakdown.first_response_count, 0) as first_response_count,
        case when known.knows_users then coalesce(active_by_breakdown.active_user_count, 0) end as active_user_count,
        case when known.knows_accounts then coalesce(active_by_breakdown.active_account_count, 0) end
            as active_account_count,
        tickets_by_breakdown.median_first_response_minutes,
        tickets_by_breakdown.p90_first_response_minutes,
        cast(tickets_by_breakdown.first_response_seconds as double) / 60
        / nullif(tickets_by_breakdown.first_response_count, 0) as mean_first_response_minutes,
        tickets_by_breakdown.median_resolution_minutes,
        tickets_by_breakdown.p90_resolution_minutes,
        months.is_complete

    from months

    inner join first_month
        on months.month_start >= first_month.month_start

    cross join breakdown_values

    cross join known

    left join tickets_by_breakdown
        on months.month_start = tickets_by_breakdown.month_start
        and breakdown_values.breakdown = tickets_by_breakdown.breakdown
        and breakdown_values.breakdown_value = tickets_by_breakdown.breakdown_value

    left join active_by_breakdown
        on months.month_start = active_by_breakdown.month_start
        and breakdown_values.active_breakdown = active_by_breakdown.breakdown
        and breakdown_values.active_breakdown_value = active_by_breakdown.breakdown_value

),

with_rates as (

    select
        *,
        cast(ticket_count as double) / nullif(active_user_count, 0) as tickets_per_user,
        cast(product_ticket_count as double) / nullif(active_user_count, 0) as product_tickets_per_user,
        cast(bug_ticket_count as double) / nullif(active_user_count, 0) as bug_tickets_per_user,
        cast(ticket_count as double) / nullif(active_account_count, 0) as tickets_per_account,
        cast(product_ticket_count as double) / nullif(active_account_count, 0) as product_tickets_per_account,
        cast(bug_ticket_count as double) / nullif(active_account_count, 0) as bug_tickets_per_account,
        cast(unanswered_ticket_count as double) / nullif(ticket_count, 0) as unanswered_share

    from every_month

)

select
    -- grain
    month_start,
    breakdown,
    breakdown_value,

    -- counts
    ticket_count,
    product_ticket_count,
    bug_ticket_count,
    resolved_ticket_count,
    unanswered_ticket_count,
    first_response_count,
    active_user_count,
    active_account_count,

    -- per active user and account, and how long it took, with the change against the month before
    {% for name in compared %}
        {{ name }},
        {{ name }} - lag({{ name }}) over by_month as {{ name }}_change,
        ({{ name }} - lag({{ name }}) over by_month)
        / nullif(abs(lag({{ name }}) over by_month), 0) as {{ name }}_change_rate,
    {% endfor %}

    is_complete

from with_rates

window by_month as (partition by breakdown, breakdown_value order by month_start)

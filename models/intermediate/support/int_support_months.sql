with

months as (

    select * from {{ ref('months') }}

),

tickets as (

    select * from {{ ref('int_support_by_breakdown') }}

),

active as (

    select * from {{ ref('int_active_counts_by_breakdown') }}

),

first_month as (

    select min(month_start) as month_start from tickets

),

-- A company that does not know its users, or no use at all, has no number of active ones, rather than 0.
known as (

    select
        sum(active_user_count) > 0 as knows_users,
        sum(active_account_count) > 0 as knows_accounts
    from active

),

breakdown_values as (

    select
        breakdown,
        breakdown_value
    from tickets

    union

    select
        breakdown,
        breakdown_value
    from active

)

select
    months.month_start,
    breakdown_values.breakdown,
    breakdown_values.breakdown_value,
    coalesce(tickets.ticket_count, 0) as ticket_count,
    coalesce(tickets.product_ticket_count, 0) as product_ticket_count,
    coalesce(tickets.bug_ticket_count, 0) as bug_ticket_count,
    coalesce(tickets.resolved_ticket_count, 0) as resolved_ticket_count,
    coalesce(tickets.unanswered_ticket_count, 0) as unanswered_ticket_count,
    coalesce(tickets.first_response_count, 0) as first_response_count,
    case when known.knows_users then coalesce(active.active_user_count, 0) end as active_user_count,
    case when known.knows_accounts then coalesce(active.active_account_count, 0) end as active_account_count,
    tickets.median_first_response_minutes,
    tickets.p90_first_response_minutes,
    tickets.first_response_seconds,
    tickets.median_resolution_minutes,
    tickets.p90_resolution_minutes,
    months.is_complete

from months

inner join first_month
    on months.month_start >= first_month.month_start

cross join breakdown_values

cross join known

left join tickets
    on months.month_start = tickets.month_start
    and breakdown_values.breakdown = tickets.breakdown
    and breakdown_values.breakdown_value = tickets.breakdown_value

-- Tickets of a category or priority are those of everybody's active users.
left join active
    on months.month_start = active.month_start
    and case
        when breakdown_values.breakdown in ('category', 'priority') then 'total'
        else breakdown_values.breakdown
    end = active.breakdown
    and case
        when breakdown_values.breakdown in ('category', 'priority') then 'all'
        else breakdown_values.breakdown_value
    end = active.breakdown_value

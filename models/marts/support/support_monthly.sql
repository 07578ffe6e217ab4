{#- Each of these stands beside its change against the month before. -#}
{%- set compared = [
    'tickets_per_user', 'product_tickets_per_user', 'bug_tickets_per_user', 'tickets_per_account',
    'product_tickets_per_account', 'bug_tickets_per_account', 'unanswered_share', 'median_first_response_minutes',
    'p90_first_response_minutes', 'mean_first_response_minutes', 'median_resolution_minutes', 'p90_resolution_minutes'
] -%}
with

months as (

    select * from {{ ref('int_support_months') }}

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
        cast(unanswered_ticket_count as double) / nullif(ticket_count, 0) as unanswered_share,
        cast(first_response_seconds as double) / 60 / nullif(first_response_count, 0) as mean_first_response_minutes

    from months

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

    -- per active one, and how long it took, with the change against the month before
    {% for name in compared %}
        {{ name }},
        {{ name }} - lag({{ name }}) over by_month as {{ name }}_change,
        ({{ name }} - lag({{ name }}) over by_month)
        / nullif(abs(lag({{ name }}) over by_month), 0) as {{ name }}_change_rate,
    {% endfor %}

    is_complete

from with_rates

window by_month as (partition by breakdown, breakdown_value order by month_start)

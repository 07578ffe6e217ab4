with

tickets as (

    select * from {{ ref('stg_support__tickets') }}
    where rejection_reason is null

),

users as (

    select * from {{ ref('stg_crm__users') }}
    where rejection_reason is null

),

excluded_users as (

    select distinct user_id from {{ ref('excluded_users') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

-- What happens after as_of has not happened yet; users who do not count (bots, testers) open no tickets.
as_known as (

    select
        tickets.ticket_id,
        coalesce(tickets.account_id, users.account_id) as account_id,
        tickets.user_id,
        tickets.category,
        tickets.priority,
        tickets.is_product_related,
        tickets.created_at,
        case
            when {{ local_date('tickets.first_responded_at') }} <= {{ setting('as_of') }}
                then tickets.first_responded_at
        end as first_responded_at,
        case
            when {{ local_date('tickets.resolved_at') }} <= {{ setting('as_of') }}
                then tickets.resolved_at
        end as resolved_at,
        tickets.created_date

    from tickets

    left join users
        on tickets.user_id = users.user_id

    left join excluded_users
        on tickets.user_id = excluded_users.user_id

    where tickets.user_id is null or (users.user_id is not null and excluded_users.user_id is null)

),

-- A reply or solution from before the ticket says nothing about how long it took.
timed as (

    select
        *,
        case
            when first_responded_at >= created_at
                then cast((epoch_us(first_responded_at) - epoch_us(created_at)) // 1000000 as bigint)
        end as first_response_seconds,
        case
            when resolved_at >= created_at
                then cast((epoch_us(resolved_at) - epoch_us(created_at)) // 1000000 as bigint)
        end as resolution_seconds

    from as_known

)

select
    -- ids
    timed.ticket_id,
    timed.account_id,
    timed.user_id,

    -- what about; the account as it is at as_of
    coalesce(timed.category, '(none)') as category,
    coalesce(timed.priority, '(none)') as priority,
    timed.is_product_related,
    coalesce(profiles.segment, '(none)') as segment,
    coalesce(profiles.industry, '(none)') as industry,
    coalesce(profiles.country, '(none)') as country,
    coalesce(profiles.acquisition_channel, '(none)') as acquisition_channel,
    coalesce(profiles.plan_name, '(none)') as plan_name,
    coalesce(profiles.currency, '(none)') as currency,

    -- counts
    1 as ticket_count,
    case when timed.is_product_related then 1 else 0 end as product_ticket_count,
    case when lower(timed.category) = {{ setting('bug_category') }} then 1 else 0 end as bug_ticket_count,
    case when timed.resolved_at is not null then 1 else 0 end as resolved_ticket_count,
    case
        when timed.first_responded_at is null and timed.resolved_at is null then 1
        else 0
    end as unanswered_ticket_count,

    -- how long it took
    timed.first_response_seconds,
    cast(timed.first_response_seconds as double) / 60 as first_response_minutes,
    timed.resolution_seconds,
    cast(timed.resolution_seconds as double) / 60 as resolution_minutes,

    -- dates
    timed.created_at,
    timed.first_responded_at,
    timed.resolved_at,
    timed.created_date,
    cast({{ dbt.date_trunc('month', 'timed.created_date') }} as date) as month_start

from timed

left join profiles
    on timed.account_id = profiles.account_id

with

accounts as (

    select * from {{ ref('stg_crm__accounts') }}

),

users as (

    select * from {{ ref('stg_crm__users') }}

),

paying_intervals as (

    select * from {{ ref('int_account_paying_intervals') }}
    where policy_variant_id = 0

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

members as (

    select
        'all' as population,
        'account' as entity,
        account_id as entity_id,
        account_id,
        created_date as joined_date,
        cast(null as date) as left_date

    from accounts

    union all

    select
        'all' as population,
        'user' as entity,
        user_id as entity_id,
        account_id,
        created_date as joined_date,
        cast(null as date) as left_date

    from users

    union all

    select
        'paying' as population,
        'account' as entity,
        account_id as entity_id,
        account_id,
        started_date as joined_date,
        ended_date as left_date

    from paying_intervals

    union all

    select
        'paying' as population,
        'user' as entity,
        users.user_id as entity_id,
        users.account_id,
        greatest(users.created_date, paying_intervals.started_date) as joined_date,
        paying_intervals.ended_date as left_date

    from users

    inner join paying_intervals
        on users.account_id = paying_intervals.account_id

    where paying_intervals.ended_date is null or users.created_date < paying_intervals.ended_date

)

select
    members.population,
    members.entity,
    members.entity_id,
    members.account_id,
    members.joined_date,
    members.left_date,
    profiles.profile_id

from members

inner join profiles
    on members.account_id = profiles.account_id

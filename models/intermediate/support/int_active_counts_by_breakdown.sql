with

entity_months as (

    select * from {{ ref('int_active_entity_months') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

)

select
    entity_months.month_start,
    {{ breakdown_columns() }},
    cast(count(case when entity_months.entity = 'user' then 1 end) as bigint) as active_user_count,
    cast(count(case when entity_months.entity = 'account' then 1 end) as bigint) as active_account_count

from entity_months

inner join profiles
    on entity_months.account_id = profiles.account_id

group by {{ breakdown_sets(['entity_months.month_start']) }}

{# Exactly one active North Star definition is primary on any day: the number of primaries in force is never other than
   one among the definitions' own start days. #}
{% test one_primary_north_star(model) %}
with

primaries as (

    select * from {{ model }} where is_primary

),

start_days as (

    select distinct valid_from from primaries

),

in_force as (

    select
        start_days.valid_from as checked_date,
        count(*) as primary_count

    from start_days

    inner join primaries
        on start_days.valid_from >= primaries.valid_from
        and (primaries.valid_to is null or start_days.valid_from < primaries.valid_to)

    group by 1

)

select checked_date, primary_count from in_force where primary_count != 1

union all

select cast(null as date) as checked_date, 0 as primary_count where not exists (select 1 from primaries where status = 'active')

union all

select valid_from as checked_date, 1 as primary_count from primaries where status != 'active'
{% endtest %}

{# A query for versions and days that do not fit each other: file, row, column and what to write. It runs once
   everything else is right. #}
{% macro north_star_validity_problems(most_active=3) %}
with

{{ north_star_reference_rows() }},

versions as (

    select
        *,
        cast(definition_version as integer) as version_number

    from definitions

),

active as (

    select * from definitions where status = 'active'

),

-- A problem on a day has existed since the last of these.
turning_days as (

    select valid_from as turning_day from active

    union

    select valid_to as turning_day from active where valid_to < cast('9999-12-31' as date)

),

-- A version that ends on the day is no longer in force; it is named if nothing follows.
seen as (

    select
        turning_days.turning_day,
        active.*,
        active.valid_to > turning_days.turning_day as is_in_force

    from turning_days

    inner join active
        on turning_days.turning_day >= active.valid_from
        and turning_days.turning_day <= active.valid_to

),

in_force as (

    select
        turning_day,
        count(case when is_in_force then 1 end) as active_count,
        count(case when is_in_force and is_primary = 'true' then 1 end) as primary_count,
        string_agg({{ north_star_row_name('seen') }}, ', ' order by definition_name) as row_names,
        string_agg(
            case when is_in_force and is_primary = 'true' then {{ north_star_row_name('seen') }} end, ', '
            order by definition_name
        ) as primary_names

    from seen

    group by 1

)

select
    'north_star_definitions' as file_name,
    {{ north_star_row_name('later') }} as row_name,
    'valid_from' as column_name,
    case
        when later.valid_from <= earlier.valid_from
            then 'version ' || earlier.definition_version || ' begins on ' || earlier.valid_from
                || ', not before it: a version goes backwards; write a later day'
        else 'version ' || earlier.definition_version || ' is in force '
            || coalesce('until ' || earlier.valid_to_text, 'without end')
            || ': both would be in force; write valid_to ' || later.valid_from || ' there'
    end as problem

from versions as later

inner join versions as earlier
    on later.definition_name = earlier.definition_name
    and later.version_number > earlier.version_number
    and later.valid_from < earlier.valid_to

union all

select
    'north_star_definitions' as file_name,
    row_names as row_name,
    'status' as column_name,
    active_count || ' are active on ' || turning_day || '; write candidate for all but {{ most_active }}' as problem

from in_force

where active_count > {{ most_active }}

union all

select
    'north_star_definitions' as file_name,
    coalesce(primary_names, row_names) as row_name,
    'is_primary' as column_name,
    primary_count || ' definitions are primary on ' || turning_day
    || '; write is_primary true in exactly one active row for every day' as problem

from in_force

where primary_count != 1

union all

select
    'north_star_definitions' as file_name,
    '(none)' as row_name,
    'is_primary' as column_name,
    'no definition is primary; write status active and is_primary true in exactly one row' as problem

where not exists (select 1 from active)

order by 1, 2, 3, 4
{% endmacro %}

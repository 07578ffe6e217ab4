-- The months in which a definition can be compared with what followed: those in which a window of it came to its end.
with

windows as (

    select * from {{ ref('int_north_star_periods') }}

)

select distinct
    definition_id,
    definition_name,
    definition_version,
    window_unit,
    cast({{ dbt.date_trunc('month', dbt.dateadd('day', -1, 'period_end')) }} as date) as month_start

from windows

where is_complete

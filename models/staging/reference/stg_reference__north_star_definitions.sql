-- The definitions, typed. They are checked before anything is read from them: a bad row stops the build with an
-- explanation. What check_north_star_definitions() reads:
-- depends_on: {{ ref('north_star_conditions') }}
{{ config(materialized='table', pre_hook="{{ check_north_star_definitions() }}") }}
with

source as (

    select * from {{ ref('north_star_definitions') }}

),

typed as (

    select
        {{ text_value('definition_name') }} as definition_name,
        cast({{ text_value('definition_version') }} as integer) as definition_version,
        {{ text_value('label') }} as label,
        {{ text_value('description') }} as description,
        {{ text_value('owner') }} as owner,
        {{ text_value('entity') }} as entity,
        {{ text_value('window_unit') }} as window_unit,
        cast({{ text_value('window_days') }} as integer) as window_days,
        {{ text_value('population') }} as population,
        {{ text_value('reports') }} as reports,
        {{ text_value('status') }} as status,
        lower({{ text_value('is_primary') }}) = 'true' as is_primary,
        lower({{ text_value('is_vanity') }}) = 'true' as is_vanity,
        cast({{ text_value('valid_from') }} as date) as valid_from,
        cast({{ text_value('valid_to') }} as date) as valid_to,
        cast({{ text_value('reviewed_on') }} as date) as reviewed_on

    from source

)

select
    definition_name,
    definition_version,
    label,
    description,
    owner,
    entity,
    window_unit,
    window_days,
    population,
    reports,
    status,
    is_primary,
    is_vanity,
    valid_from,
    valid_to,
    reviewed_on

from typed

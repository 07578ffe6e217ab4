-- The conditions, typed; they have been checked together with the definitions:
-- depends_on: {{ ref('stg_reference__north_star_definitions') }}
{{ config(materialized='table') }}
with

source as (

    select * from {{ ref('north_star_conditions') }}

),

typed as (

    select
        {{ text_value('definition_name') }} as definition_name,
        cast({{ text_value('definition_version') }} as integer) as definition_version,
        {{ text_value('condition_name') }} as condition_name,
        {{ text_value('event_names') }} as event_names,
        {{ text_value('aggregate') }} as aggregate,  -- noqa: RF04
        {{ text_value('operator') }} as operator,  -- noqa: RF04
        cast({{ text_value('threshold') }} as decimal(19, 6)) as threshold,
        lower({{ text_value('is_reported_quantity') }}) = 'true' as is_reported_quantity,
        lower({{ text_value('is_denominator') }}) = 'true' as is_denominator

    from source

)

select
    definition_name,
    definition_version,
    condition_name,
    event_names,
    aggregate,
    operator,
    threshold,
    is_reported_quantity,
    is_denominator

from typed

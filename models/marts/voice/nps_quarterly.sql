with

periods as (

    select * from {{ ref('int_nps_periods') }}
    where period_grain = 'quarter'

)

select
    -- grain
    period_start as quarter_start,
    breakdown,
    breakdown_value,

    -- counts
    promoter_count,
    passive_count,
    detractor_count,
    response_count,

    -- score
    nps,
    margin_of_error,

    is_complete

from periods

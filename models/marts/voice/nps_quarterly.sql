with

quarters as (

    select * from {{ ref('nps_by_breakdown') }}
    where period_grain = 'quarter' and breakdown = 'total'

)

select
    period_start as quarter_start,
    promoter_count,
    passive_count,
    detractor_count,
    response_count,
    nps,
    margin_of_error as nps_margin_of_error,
    is_complete

from quarters

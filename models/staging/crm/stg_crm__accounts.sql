select
    account_id,
    account_name,
    coalesce(segment, '(none)') as segment,
    coalesce(industry, '(none)') as industry,
    coalesce(country, '(none)') as country,
    coalesce(acquisition_channel, '(none)') as acquisition_channel,
    created_at,
    created_date

from {{ ref('base_crm__accounts') }}

where rejection_reason is null

select
    acquisition_channel,
    amount,
    currency,
    spend_date

from {{ ref('base_marketing__spend') }}

where rejection_reason is null

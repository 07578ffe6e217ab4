{{ config(enabled=room_is_open('cohorts')) }}
-- The cohort triangle: share of accounts that still pay, one line a cohort, one column a month of its life. What has
-- not happened yet is empty. Filter another breakdown value, or take mrr_retention_rate or north_star_retention_rate.
with

cohorts as (

    select * from {{ ref('retention_cohorts_by_breakdown') }}
    where breakdown = 'total'

)

select
    cohort_month,
    cohort_account_count,
    {% for age in [0, 1, 2, 3, 6, 9, 12, 18, 24] %}
        max(case when months_since = {{ age }} then account_retention_rate end) as month_{{ age }},
    {% endfor %}
    max(realised_ltv) as realised_ltv

from cohorts

group by 1, 2

order by 1

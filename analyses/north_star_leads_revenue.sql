-- Does the North Star lead revenue? For accounts paying at the end of a month: how many were gone three months later,
-- by whether they met the North Star in a week of that month. An association, not a cause.
with

movements as (

    select * from {{ ref('mrr_movements') }}

),

qualifying as (

    select distinct
        north_star_accounts.account_id,
        cast({{ dbt.date_trunc('month', 'north_star_accounts.period_start') }} as date) as month_start

    from {{ ref('north_star_accounts') }} as north_star_accounts

    inner join {{ ref('north_star_definitions') }} as definitions
        on north_star_accounts.definition_name = definitions.definition_name
        and north_star_accounts.definition_version = definitions.definition_version
        and definitions.is_primary

),

with_later as (

    select
        account_id,
        month_start,
        closing_mrr,
        lead(closing_mrr, 3) over (partition by account_id order by month_start) as later_mrr

    from movements

),

paying as (

    select
        with_later.account_id,
        with_later.month_start,
        with_later.closing_mrr,
        with_later.later_mrr,
        qualifying.account_id is not null as met_north_star

    from with_later

    left join qualifying
        on with_later.account_id = qualifying.account_id
        and with_later.month_start = qualifying.month_start

    where with_later.closing_mrr > 0 and with_later.later_mrr is not null

)

select
    met_north_star,
    count(*) as account_month_count,
    sum(case when later_mrr = 0 then 1 else 0 end) as gone_after_3_months_count,
    cast(sum(case when later_mrr = 0 then 1 else 0 end) as double) / count(*) as gone_after_3_months_rate,
    cast(sum(later_mrr) as double) / cast(sum(closing_mrr) as double) as mrr_kept_after_3_months

from paying

group by 1

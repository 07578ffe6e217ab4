{#- Wide, since one pass over the months serves all horizons. account_retention turns it long. -#}
{{ config(materialized='view') }}

with

account_months as (

    select * from {{ ref('int_account_months') }}

),

-- Months of an account have no gaps, so the row that many rows before is the month that many months before.
with_bases as (

    select
        account_id,
        month_start,
        is_complete,
        closing_mrr,
        {% for horizon in retention_horizons() %}
            lag(closing_mrr, {{ horizon }}) over account_history as mrr_{{ horizon }}m_before,
            lag(constant_currency_mrr, {{ horizon }}) over account_history as constant_mrr_{{ horizon }}m_before,
        {% endfor %}
        constant_currency_mrr

    from account_months

    window account_history as (partition by account_id order by month_start)

),

-- Who did not pay then is not in the base, whatever it pays now.
final as (

    select
        account_id,
        month_start,
        {% for horizon in retention_horizons() %}
            {%- set before = 'mrr_' ~ horizon ~ 'm_before' %}
            {%- set constant_before = 'constant_mrr_' ~ horizon ~ 'm_before' %}
            case when {{ before }} > 0 then 1 else 0 end as base_account_count_{{ horizon }}m,
            case when {{ before }} > 0 and closing_mrr > 0 then 1 else 0 end as retained_account_count_{{ horizon }}m,
            case when {{ before }} > 0 then {{ before }} else 0 end as base_mrr_{{ horizon }}m,
            case when {{ before }} > 0 then closing_mrr else 0 end as retained_mrr_{{ horizon }}m,

            -- Capped account by account: one that grew cannot make up for one that shrank.
            case when {{ before }} > 0 then least({{ before }}, closing_mrr) else 0 end as kept_mrr_{{ horizon }}m,
            case when {{ before }} > 0 then {{ constant_before }} else 0 end
                as constant_currency_base_mrr_{{ horizon }}m,
            case when {{ before }} > 0 then constant_currency_mrr else 0 end
                as constant_currency_retained_mrr_{{ horizon }}m,
            case when {{ before }} > 0 then least({{ constant_before }}, constant_currency_mrr) else 0 end
                as constant_currency_kept_mrr_{{ horizon }}m,
        {% endfor %}
        is_complete

    from with_bases

)

select * from final

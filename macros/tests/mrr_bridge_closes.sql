{# Opening plus movements is closing in every month, and this month's opening is last month's closing, exactly. #}
{% test mrr_bridge_closes(model, grain) %}
with

with_previous as (

    select
        {{ grain | join(', ') }},
        month_start,
        opening_mrr,
        closing_mrr,
        opening_mrr + new_mrr + reactivation_mrr + expansion_mrr - contraction_mrr - churned_mrr + fx_mrr as bridged_mrr,
        coalesce(
            lag(closing_mrr) over (partition by {{ grain | join(', ') }} order by month_start), 0
        ) as previous_closing_mrr

    from {{ model }}

)

select * from with_previous where bridged_mrr != closing_mrr or opening_mrr != previous_closing_mrr
{% endtest %}

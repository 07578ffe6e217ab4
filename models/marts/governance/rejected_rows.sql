with

{% set checked_tables = [
    ('accounts', ref('base_crm__accounts')),
    ('users', ref('base_crm__users')),
    ('subscription_items', ref('base_billing__subscription_items')),
    ('subscription_statuses', ref('base_billing__subscription_statuses')),
    ('subscription_discounts', ref('base_billing__subscription_discounts')),
    ('merge_map', ref('base_billing__account_merges')),
    ('merge_map', ref('base_billing__subscription_merges')),
    ('exchange_rates', ref('base_billing__exchange_rates')),
    ('survey_responses', ref('base_survey__responses')),
    ('support_tickets', ref('base_support__tickets')),
    ('marketing_spend', ref('base_marketing__spend')),
    ('company_financials', ref('base_finance__company_financials')),
] %}

rejected_events as (

    select
        'events' as raw_table,
        event_id as row_key,
        rejection_reason as reason,
        raw_text

    from {{ ref('int_kept_events') }}

    where rejection_reason is not null

),

rejected as (

    {% for raw_table, checked_rows in checked_tables %}
        select
            '{{ raw_table }}' as raw_table,
            row_key,
            rejection_reason as reason,
            raw_text

        from {{ checked_rows }}

        where rejection_reason is not null

        union all

    {% endfor %}
    select * from rejected_events

)

select * from rejected

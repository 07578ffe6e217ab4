with

{% set checked_tables = [
    ('accounts', source('crm', 'accounts'), [ref('base_crm__accounts')]),
    ('users', source('crm', 'users'), [ref('base_crm__users')]),
    ('subscription_items', source('billing', 'subscription_items'), [ref('base_billing__subscription_items')]),
    ('subscription_statuses', source('billing', 'subscription_statuses'), [ref('base_billing__subscription_statuses')]),
    (
        'subscription_discounts',
        source('billing', 'subscription_discounts'),
        [ref('base_billing__subscription_discounts')],
    ),
    (
        'merge_map',
        source('billing', 'merge_map'),
        [ref('base_billing__account_merges'), ref('base_billing__subscription_merges')],
    ),
    ('exchange_rates', source('billing', 'exchange_rates'), [ref('base_billing__exchange_rates')]),
    ('survey_responses', source('survey', 'survey_responses'), [ref('base_survey__responses')]),
    ('support_tickets', source('support', 'support_tickets'), [ref('base_support__tickets')]),
    ('marketing_spend', source('marketing', 'marketing_spend'), [ref('base_marketing__spend')]),
    ('company_financials', source('finance', 'company_financials'), [ref('base_finance__company_financials')]),
] %}

counts as (

    {% for raw_table, raw_rows, checked_rows in checked_tables %}
        select
            '{{ raw_table }}' as raw_table,
            (select count(*) from {{ raw_rows }}) as raw_row_count,
            (
                {% for rows in checked_rows %}
                    (
                        select count(*) from {{ rows }}
                        where rejection_reason is null
                    ) {{ '+' if not loop.last }}
                {% endfor %}
            ) as accepted_row_count

        union all

    {% endfor %}
    select
        'events' as raw_table,
        (select count(*) from {{ source('product', 'events') }}) as raw_row_count,
        (
            (
                select coalesce(sum(event_count), 0) from {{ ref('int_events_by_day') }}
                where kept_row is null
            )
            + (
                select count(*) from {{ ref('int_kept_events') }}
                where rejection_reason is null
            )
        ) as accepted_row_count

),

rejected as (

    select
        raw_table,
        count(*) as rejected_row_count

    from {{ ref('rejected_rows') }}

    group by 1

),

final as (

    select
        counts.raw_table,
        cast(counts.raw_row_count as bigint) as raw_row_count,
        cast(coalesce(counts.accepted_row_count, 0) as bigint) as accepted_row_count,
        cast(coalesce(rejected.rejected_row_count, 0) as bigint) as rejected_row_count

    from counts

    left join rejected
        on counts.raw_table = rejected.raw_table

)

select * from final

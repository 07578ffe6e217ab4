with

items as (

    select * from {{ ref('stg_billing__subscription_items') }}

),

rejected as (

    select
        rejection_reason as reason,
        coalesce(currency, '(none)') as currency,
        coalesce(billing_interval, '(none)') as billing_interval,
        count(*) as item_count,
        cast(sum(amount - recurring_discount_amount) as decimal(38, 6)) as net_amount

    from items

    where rejection_reason is not null

    group by 1, 2, 3

)

select * from rejected

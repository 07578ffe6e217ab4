with

source as (

    select * from {{ source('billing', 'subscription_items') }}

),

accounts as (

    select * from {{ ref('stg_crm__account_ids') }}

),

currencies as (

    {{ bookable_currencies() }}

),

trimmed as (

    select
        {{ text_value('subscription_item_id') }} as subscription_item_id,
        {{ text_value('subscription_id') }} as subscription_id,
        {{ text_value('account_id') }} as account_id,
        {{ text_value('plan_name') }} as plan_name,
        {{ text_value('amount') }} as amount_text,
        {{ text_value('recurring_discount_amount') }} as recurring_discount_amount_text,
        upper({{ text_value('currency') }}) as currency,
        lower({{ text_value('billing_interval') }}) as billing_interval,
        {{ text_value('billing_interval_count') }} as billing_interval_count_text,
        {{ text_value('quantity') }} as quantity_text,
        {{ text_value('started_at') }} as started_at_text,
        {{ text_value('ended_at') }} as ended_at_text,
        {{ text_value('is_trial') }} as is_trial_text,
        {{ text_value('is_usage_based') }} as is_usage_based_text,
        {{ version_texts() }},
        {{ row_text('source') }} as raw_text

    from source

),

parsed as (

    select
        *,
        {{ exact_decimal('amount_text') }} as amount,
        {{ exact_decimal('recurring_discount_amount_text') }} as recurring_discount_amount,
        case
            when regexp_full_match(billing_interval_count_text, '[1-9]\d{0,4}')
                then cast(billing_interval_count_text as integer)
        end as billing_interval_count,
        {{ exact_decimal('quantity_text') }} as quantity,
        {{ utc_timestamp('started_at_text') }} as started_at,
        {{ end_timestamp('ended_at_text') }} as ended_at,
        {{ boolean_value('is_trial_text') }} as is_trial,
        {{ boolean_value('is_usage_based_text') }} as is_usage_based,
        {{ version_values() }},
        {{ row_content([
            'subscription_item_id', 'subscription_id', 'account_id', 'plan_name', 'amount_text',
            'recurring_discount_amount_text', 'currency', 'billing_interval', 'billing_interval_count_text',
            'quantity_text', 'started_at_text', 'ended_at_text', 'is_trial_text', 'is_usage_based_text'
        ]) }} as row_content

    from trimmed

),

checked as (

    select
        parsed.*,
        accounts.account_id as surviving_account_id,
        case
            when parsed.subscription_item_id is null then 'missing_key'
            {{ version_reasons('parsed') }}
            when
                parsed.subscription_id is null
                or parsed.account_id is null
                or parsed.plan_name is null
                or parsed.amount_text is null
                or parsed.currency is null
                or parsed.billing_interval is null
                or parsed.billing_interval_count_text is null
                or parsed.started_at_text is null
                then 'missing_value'
            when parsed.amount is null then 'invalid_number'
            when parsed.recurring_discount_amount is null and parsed.recurring_discount_amount_text is not null
                then 'invalid_number'
            when parsed.billing_interval_count is null then 'invalid_number'
            when parsed.quantity is null and parsed.quantity_text is not null then 'invalid_number'
            when parsed.started_at is null then 'invalid_timestamp'
            when parsed.ended_at is null and parsed.ended_at_text is not null then 'invalid_timestamp'
            when parsed.is_trial is null and parsed.is_trial_text is not null then 'invalid_boolean'
            when parsed.is_usage_based is null and parsed.is_usage_based_text is not null then 'invalid_boolean'
            when parsed.billing_interval not in ('day', 'week', 'month', 'quarter', 'year') then 'unknown_interval'
            when accounts.account_id is null then 'orphan'
            when {{ local_date('parsed.started_at') }} > {{ setting('as_of') }} then 'future'
            -- A discount larger than the amount would be negative revenue as well.
            when
                parsed.amount < 0
                or parsed.recurring_discount_amount < 0
                or parsed.recurring_discount_amount > parsed.amount
                then 'negative_amount'
            when currencies.currency is null then 'unknown_currency'
            when date_trunc('month', {{ local_date('parsed.started_at') }}) < currencies.first_rate_month
                then 'missing_exchange_rate'
            when parsed.ended_at <= parsed.started_at then 'empty_period'
        end as row_reason

    from parsed

    left join accounts
        on parsed.account_id = accounts.named_account_id

    left join currencies
        on parsed.currency = currencies.currency

),

with_duplicates as (

    select
        *,
        {{ duplicate_reason('subscription_item_id, started_at') }} as duplicate_or_row_reason

    from checked

),

-- An item that overlaps itself would be counted twice; the later row is rejected, even if the earlier one is, too.
with_overlaps as (

    select
        *,
        max(coalesce(ended_at, timestamp '9999-12-31 00:00:00')) over (
            partition by subscription_item_id, duplicate_or_row_reason
            order by started_at, row_content
            rows between unbounded preceding and 1 preceding
        ) as earlier_ended_at

    from with_duplicates

)

select
    subscription_item_id,
    subscription_id,
    coalesce(surviving_account_id, account_id) as account_id,
    plan_name,
    amount,
    coalesce(recurring_discount_amount, 0) as recurring_discount_amount,
    currency,
    billing_interval,
    billing_interval_count,
    quantity,
    coalesce(is_trial, false) as is_trial,
    coalesce(is_usage_based, false) as is_usage_based,
    started_at,
    ended_at,
    {{ local_date('started_at') }} as started_date,
    {{ local_date('ended_at') }} as ended_date,
    coalesce(subscription_item_id, '') || '|' || coalesce(started_at_text, '') as row_key,
    raw_text,
    case
        when duplicate_or_row_reason is not null then duplicate_or_row_reason
        when earlier_ended_at > started_at then 'overlap'
    end as rejection_reason

from with_overlaps

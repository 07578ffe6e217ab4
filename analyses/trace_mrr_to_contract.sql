{#- "Where does this MRR come from?" One account in one month: what each of its subscription items was worth before
    and after, what happened to it, and the raw rows that say so. The items' opening and closing MRR add up to the
    account's. Ask with --vars '{account_id: a017, month: 2025-11-01}'; without, it is the account that moved most in
    the last month. -#}
with

movements as (

    select * from {{ ref('mrr_movements') }}

),

changes as (

    select * from {{ ref('subscription_changes') }}

),

contract_rows as (

    select * from {{ ref('stg_billing__subscription_items') }}
    where rejection_reason is null

),

statuses as (

    select * from {{ ref('stg_billing__subscription_statuses') }}
    where rejection_reason is null

),

discounts as (

    select * from {{ ref('stg_billing__subscription_discounts') }}
    where rejection_reason is null

),

ranked as (

    select
        account_id,
        month_start,
        opening_mrr,
        closing_mrr,
        row_number() over (order by month_start desc, gained_mrr + lost_mrr desc, account_id) as size_rank

    from movements

    where
        account_id = coalesce(nullif({{ sql_text(var('account_id', '')) }}, ''), account_id)
        and month_start = coalesce(try_cast({{ sql_text(var('month', '')) }} as date), month_start)

),

question as (

    select * from ranked
    where size_rank = 1

),

items as (

    select
        changes.subscription_id,
        changes.subscription_item_id,
        question.account_id,
        question.month_start,
        question.opening_mrr as account_opening_mrr,
        question.closing_mrr as account_closing_mrr,
        coalesce(sum(case when changes.month_start < question.month_start then changes.mrr_change end), 0)
            as item_opening_mrr,
        sum(changes.mrr_change) as item_closing_mrr,
        string_agg(
            case
                when changes.month_start = question.month_start
                    then changes.change_date || ' ' || changes.change_type || ' ' || changes.mrr_change
            end, '; '
            order by changes.change_date, changes.change_type
        ) as what_happened

    from question

    inner join changes
        on question.account_id = changes.account_id
        and question.month_start >= changes.month_start

    group by 1, 2, 3, 4, 5, 6

),

-- Items that ended before, or began after, do not matter for the month.
telling_items as (

    select * from items
    where item_opening_mrr != 0 or item_closing_mrr != 0 or what_happened is not null

),

status_histories as (

    select
        statuses.subscription_id,
        string_agg(statuses.raw_text, chr(10) order by statuses.changed_at) as status_rows

    from statuses

    inner join question
        on statuses.changed_date < {{ dbt.dateadd('month', 1, 'question.month_start') }}

    group by 1

),

final as (

    select
        telling_items.account_id,
        telling_items.month_start,
        telling_items.account_opening_mrr,
        telling_items.account_closing_mrr,
        telling_items.subscription_item_id,
        telling_items.item_opening_mrr,
        telling_items.item_closing_mrr,
        telling_items.what_happened,
        string_agg(distinct contract_rows.raw_text, chr(10)) as contract_rows,
        string_agg(distinct discounts.raw_text, chr(10)) as discount_rows,
        max(status_histories.status_rows) as status_rows

    from telling_items

    left join contract_rows
        on telling_items.subscription_item_id = contract_rows.subscription_item_id
        and contract_rows.started_date < {{ dbt.dateadd('month', 1, 'telling_items.month_start') }}
        and (contract_rows.ended_date is null or telling_items.month_start <= contract_rows.ended_date)

    left join discounts
        on telling_items.subscription_id = discounts.subscription_id
        and (
            discounts.subscription_item_id is null
            or telling_items.subscription_item_id = discounts.subscription_item_id
        )

    left join status_histories
        on telling_items.subscription_id = status_histories.subscription_id

    group by 1, 2, 3, 4, 5, 6, 7, 8

)

select * from final

order by 5

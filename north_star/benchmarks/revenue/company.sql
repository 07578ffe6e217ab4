-- A company for the benchmark: billing only, written as Parquet files of text, as the raw contract has them.
-- Settings: getvariable('accounts'), getvariable('months') and getvariable('folder'). What happens to an account
-- follows from its number alone, through hash(): same settings, same company.

set variable first_day = date '2023-01-01';
set variable end_day = cast(date '2023-01-01' + to_months(getvariable('months')::integer) as date);

-- A number of 0 to 1 that belongs to an account (or subscription) and to what is decided with it.
create macro draw(number, what) as (hash(number, what) % 1000003) / 1000003.0;

create macro one_of(choices, number, what) as choices[1 + cast(hash(number, what) % len(choices) as bigint)];

-- Ids as a billing system makes them: cus_1f3c9a..., sub_..., si_...
create macro id_of(kind, length, what) as kind || '_' || left(md5(what), length);

create macro at_morning(day) as strftime(day, '%Y-%m-%d') || 'T08:00:00Z';

create macro written(day) as case when day < getvariable('end_day') then at_morning(day) end;

create temp table accounts as
select
    number,
    id_of('cus', 14, number::varchar) as account_id,
    -- A quarter is there from the first three months on, the others come evenly.
    getvariable('first_day')
    + cast(floor(case
        when draw(number, 'old') < 0.25 then draw(number, 'created') * 90
        else draw(number, 'created') * (getvariable('end_day') - getvariable('first_day'))
    end) as integer) as created_date,
    -- Of a hundred accounts, as many as the names stand here.
    one_of(
        array_resize(['US'], 38, 'US') || array_resize(['CA'], 7, 'CA') || array_resize(['AU'], 6, 'AU')
        || array_resize(['GB'], 15, 'GB') || array_resize(['DE'], 14, 'DE') || array_resize(['FR'], 9, 'FR')
        || array_resize(['NL'], 6, 'NL') || array_resize(['ES'], 5, 'ES'),
        number,
        'country'
    ) as country,
    draw(number, 'trial') < 0.30 as has_trial,
    draw(number, 'never') < 0.03 as never_pays,
    case when country in ('US', 'CA', 'AU') then 'USD' when country = 'GB' then 'GBP' else 'EUR' end as currency,
    case
        when draw(number, 'interval') < 0.60 then 'month'
        when draw(number, 'interval') < 0.80 then 'year'
        when draw(number, 'interval') < 0.90 then 'quarter'
        when draw(number, 'interval') < 0.96 then 'week'
        else 'day'
    end as billing_interval,
    case when draw(number, 'count') < 0.05 then 2 else 1 end as billing_interval_count

from range(getvariable('accounts')) as numbers (number);

-- One subscription an account, and another one for some of those that left.
create temp table subscriptions as
with

first_subscriptions as (

    select
        number,
        1 as place,
        created_date + case when has_trial then 14 else 0 end as started_date,
        -- About 3 % leave a month.
        cast(1 - ln(1 - draw(number, 'life')) * 1000 as integer) as days

    from accounts

    where not never_pays

),

returns as (

    select
        number,
        2 as place,
        started_date + days + cast(1 + draw(number, 'gap') * 200 as integer) as started_date,
        cast(1 - ln(1 - draw(number, 'second life')) * 1000 as integer) as days

    from first_subscriptions

    where draw(number, 'returns') < 0.20

),

all_subscriptions as (

    select * from first_subscriptions

    union all

    select * from returns

)

select
    all_subscriptions.number,
    all_subscriptions.place,
    accounts.account_id,
    id_of('sub', 24, all_subscriptions.number || '/' || all_subscriptions.place) as subscription_id,
    all_subscriptions.started_date,
    all_subscriptions.started_date + all_subscriptions.days as ended_date,
    all_subscriptions.days,
    least(all_subscriptions.days, getvariable('end_day') - all_subscriptions.started_date) as seen_days,
    accounts.currency,
    accounts.billing_interval,
    accounts.billing_interval_count,
    cast(draw(all_subscriptions.number, 'plan') * 36 as integer) % 36 as plan_number,
    cast(draw(all_subscriptions.number, 'changes') * draw(all_subscriptions.number, 'more changes') * 5 as integer)
        as change_count

from all_subscriptions

inner join accounts
    on all_subscriptions.number = accounts.number

where all_subscriptions.started_date < getvariable('end_day');

-- Periods of unchanged terms: a change is of price, or of plan, which makes it another item.
create temp table pieces as
with

numbered as (

    select
        subscriptions.*,
        unnest(range(change_count + 1)) as piece

    from subscriptions

),

with_period as (

    select
        *,
        started_date + cast(seen_days * piece / (change_count + 1) as integer) as piece_started_date,
        case
            when piece < change_count then started_date + cast(seen_days * (piece + 1) / (change_count + 1) as integer)
            else ended_date
        end as piece_ended_date,
        (plan_number + case when draw(number, 'switches') < 0.4 then 7 * piece else 0 end) % 36 as piece_plan_number

    from numbered

),

plans as (

    select
        *,
        'plan_' || lpad(piece_plan_number::varchar, 2, '0') as plan_name,
        id_of('si', 14, subscription_id || piece_plan_number) as subscription_item_id,
        cast(
            (900 + piece_plan_number * 650 + draw(number, 'seats') * 9000)
            * (1 + 0.3 * (draw(number * 8 + piece, 'price') - 0.35) * piece) as bigint
        ) as monthly_cents

    from with_period

),

add_ons as (

    select * replace (
        started_date + cast(seen_days * 0.3 as integer) as piece_started_date,
        ended_date as piece_ended_date,
        'add_on_' || number % 4 as plan_name,
        id_of('si', 14, subscription_id || '/add-on') as subscription_item_id,
        cast(400 + draw(number, 'add-on price') * 3000 as bigint) as monthly_cents
    )

    from plans

    where piece = 0 and seen_days > 60 and draw(number, 'add-on') < 0.10

)

select * from plans where piece_started_date < piece_ended_date

union all

select * from add_ons;

create temp table items as
with

priced as (

    select
        *,
        cast(monthly_cents * billing_interval_count * case billing_interval
            when 'month' then 1
            when 'quarter' then 2.85
            when 'year' then 10
            when 'week' then 0.24
            else 0.04
        end as bigint) as cents

    from pieces

)

select
    subscription_item_id,
    subscription_id,
    account_id,
    plan_name,
    cast(cast(cents as decimal(18, 0)) * 0.01 as varchar) as amount,
    case when draw(number, 'discount') < 0.08 then cast(cast(cents // 10 as decimal(18, 0)) * 0.01 as varchar) end
        as recurring_discount_amount,
    currency,
    billing_interval,
    billing_interval_count::varchar as billing_interval_count,
    '1' as quantity,
    at_morning(piece_started_date) as started_at,
    written(piece_ended_date) as ended_at,
    'false' as is_trial,
    null as is_usage_based

from priced

union all

-- Two subscriptions in a hundred have metered use, billed every 30 days.
select
    id_of('si', 14, subscription_id || '/usage') as subscription_item_id,
    subscription_id,
    account_id,
    'usage' as plan_name,
    cast(cast(100 + hash(number, period) % 9900 as decimal(18, 0)) * 0.01 as varchar) as amount,
    null as recurring_discount_amount,
    currency,
    'month' as billing_interval,
    '1' as billing_interval_count,
    null as quantity,
    at_morning(started_date + 30 * period) as started_at,
    written(least(started_date + 30 * period + 30, ended_date)) as ended_at,
    'false' as is_trial,
    'true' as is_usage_based

from (
    select
        *,
        unnest(range((seen_days + 29) // 30))::integer as period
    from subscriptions
    where draw(number, 'usage') < 0.02
)

union all

select
    id_of('si', 14, number || '/trial') as subscription_item_id,
    id_of('sub', 24, number || '/1') as subscription_id,
    account_id,
    'plan_00' as plan_name,
    '49.00' as amount,
    null as recurring_discount_amount,
    currency,
    'month' as billing_interval,
    '1' as billing_interval_count,
    '1' as quantity,
    at_morning(created_date) as started_at,
    at_morning(created_date + 14) as ended_at,
    'true' as is_trial,
    null as is_usage_based

from accounts

where has_trial;

-- Active from the start, and for some a pause and a late payment (which may outlast the grace) when there is time. Most
-- who leave say so some days before; a few of those who stay say so as well, and think better of it.
create temp table status_days as
with

with_events as (

    select
        *,
        seen_days > 400 as is_long,
        ended_date < getvariable('end_day') as is_over,
        started_date + cast(seen_days * 0.3 as integer) as paused_date,
        started_date + cast(seen_days * 0.6 as integer) as late_date,
        started_date + cast(seen_days * 0.85 as integer) as wavering_date,
        days > 70 and draw(number, 'unpaid') < 0.25 as is_unpaid,
        case
            when days > 70 and draw(number, 'unpaid') >= 0.25 and draw(number, 'asks') < 0.70
                then ended_date - cast(1 + draw(number, 'notice') * 25 as integer)
        end as requested_date,
        case
            when draw(number, 'reason') < 0.5 then 'too_expensive'
            when draw(number, 'reason') < 0.8 then 'switched_tool'
            else 'low_usage'
        end as reason

    from subscriptions

),

all_days as (

    select subscription_id, 'active' as status, started_date as status_date, null as request_date, null as reason
    from with_events

    union all

    select subscription_id, 'paused', paused_date, null, null
    from with_events
    where is_long and draw(number, 'pause') < 0.05

    union all

    select subscription_id, 'active', paused_date + cast(10 + draw(number, 'pause length') * 80 as integer), null, null
    from with_events
    where is_long and draw(number, 'pause') < 0.05

    union all

    select subscription_id, 'past_due', late_date, null, null
    from with_events
    where is_long and draw(number, 'late') < 0.10

    union all

    select subscription_id, 'active', late_date + cast(2 + draw(number, 'late length') * 43 as integer), null, null
    from with_events
    where is_long and draw(number, 'late') < 0.10

    union all

    select subscription_id, 'active', wavering_date, wavering_date, reason
    from with_events
    where is_long and draw(number, 'wavers') < 0.02

    union all

    select subscription_id, 'active', wavering_date + 9, null, null
    from with_events
    where is_long and draw(number, 'wavers') < 0.02

    union all

    select subscription_id, 'past_due', ended_date - 45, null, null
    from with_events
    where is_over and is_unpaid

    union all

    select subscription_id, 'active', requested_date, requested_date, reason
    from with_events
    where requested_date is not null

    union all

    select
        subscription_id,
        'canceled',
        ended_date,
        requested_date,
        case when is_unpaid then 'payment_failed' else reason end
    from with_events
    where is_over

    union all

    select id_of('sub', 24, number || '/1'), 'trialing', created_date, null, null
    from accounts
    where has_trial

)

select * from all_days
where status_date < getvariable('end_day');

-- One subscription in ten began with a discount.
create temp table discounts as
select
    id_of('di', 14, subscription_id) as discount_id,
    subscription_id,
    null::varchar as subscription_item_id,
    case when draw(number, 'kind') < 0.6 then '20' when draw(number, 'kind') < 0.8 then '12.5' else '50' end as percent_off,
    null::varchar as amount_off,
    case when draw(number, 'kind') < 0.6 then 'repeating' when draw(number, 'kind') < 0.8 then 'forever' else 'once' end
        as duration,
    at_morning(started_date) as started_at,
    case when draw(number, 'kind') < 0.6 then at_morning(started_date + 180) end as ended_at

from subscriptions

where draw(number, 'coupon') < 0.10;

copy (
    select
        account_id,
        'Customer ' || number as account_name,
        strftime(created_date, '%Y-%m-%d') as created_at,
        one_of(['smb', 'mid_market', 'enterprise'], number, 'segment') as segment,
        'industry_' || hash(number, 'industry') % 7 as industry,
        country,
        one_of(['organic_search', 'paid_search', 'referral', 'partner', 'outbound'], number, 'channel')
            as acquisition_channel
    from accounts
) to (getvariable('folder') || '/accounts.parquet') (format parquet);

copy (select * from items) to (getvariable('folder') || '/subscription_items.parquet') (format parquet);

copy (
    select
        subscription_id,
        status,
        at_morning(status_date) as changed_at,
        at_morning(request_date) as cancel_requested_at,
        reason as cancel_reason
    from status_days
) to (getvariable('folder') || '/subscription_statuses.parquet') (format parquet);

copy (select * from discounts) to (getvariable('folder') || '/subscription_discounts.parquet') (format parquet);

-- One rate a week.
copy (
    select
        currency,
        strftime(getvariable('first_day') - 2 + 7 * week::integer, '%Y-%m-%d') as rate_date,
        cast(cast(case currency when 'EUR' then 1.02 else 1.21 end + 0.08 * draw(week, currency) as decimal(9, 4)) as varchar)
            as rate
    from range((getvariable('end_day') - getvariable('first_day') + 6) // 7) as weeks (week)
    cross join (values ('EUR'), ('GBP')) as currencies (currency)
) to (getvariable('folder') || '/exchange_rates.parquet') (format parquet);

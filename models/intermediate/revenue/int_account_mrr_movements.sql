-- An account's months in which something changed: what it was before and after, and what kind of movement that is.
-- Until next_month_start it stays as it is; mrr_movements unfolds that to all months.
with

mrr_changes as (

    select * from {{ ref('int_account_mrr_changes') }}

),

intervals as (

    select * from {{ ref('int_account_paying_intervals') }}

),

policies as (

    select * from {{ ref('int_revenue_policies') }}

),

first_months as (

    select
        policy_variant_id,
        account_id,
        cast({{ dbt.date_trunc('month', 'min(started_date)') }} as date) as first_paid_month

    from intervals

    group by 1, 2

),

losses as (

    select
        policy_variant_id,
        account_id,
        cast({{ dbt.date_trunc('month', 'ended_date') }} as date) as month_start,
        ended_date,
        is_ended_by_non_payment,
        end_reason,
        row_number() over (
            partition by policy_variant_id, account_id, {{ dbt.date_trunc('month', 'ended_date') }}
            order by ended_date desc
        ) as recency,
        count(*) over (
            partition by policy_variant_id, account_id, {{ dbt.date_trunc('month', 'ended_date') }}
        ) as loss_count

    from intervals

    where ended_date is not null

),

-- The first start of a month decides how long the account was away.
returns as (

    select
        policy_variant_id,
        account_id,
        cast({{ dbt.date_trunc('month', 'started_date') }} as date) as month_start,
        {{ dbt.datediff('previous_ended_date', 'started_date', 'day') }} as days_away,  -- noqa: LT05
        row_number() over (
            partition by policy_variant_id, account_id, {{ dbt.date_trunc('month', 'started_date') }}
            order by started_date
        ) as start_number

    from intervals

    where previous_ended_date is not null

),

changes as (

    select
        policy_variant_id,
        account_id,
        month_start,
        mrr_change,
        revaluation,
        usage_change,
        committed_change,
        constant_currency_change

    from mrr_changes

    where
        mrr_change != 0
        or revaluation != 0
        or usage_change != 0
        or committed_change != 0
        or constant_currency_change != 0

    union all

    -- In and out within a month: nothing to see at its end, but something happened.
    select
        losses.policy_variant_id,
        losses.account_id,
        losses.month_start,
        0 as mrr_change,
        0 as revaluation,
        0 as usage_change,
        0 as committed_change,
        0 as constant_currency_change

    from losses

    where losses.recency = 1

),

moments as (

    select
        policy_variant_id,
        account_id,
        month_start,
        sum(mrr_change) as mrr_change,
        sum(revaluation) as revaluation,
        sum(usage_change) as usage_change,
        sum(committed_change) as committed_change,
        sum(constant_currency_change) as constant_currency_change

    from changes

    group by 1, 2, 3

),

running as (

    select
        moments.*,
        lead(moments.month_start) over account_history as next_month_start,
        sum(moments.mrr_change) over account_history as closing_mrr,
        sum(moments.usage_change) over account_history as usage_mrr,
        sum(moments.committed_change) over account_history as committed_mrr,
        sum(moments.constant_currency_change) over account_history as constant_currency_mrr

    from moments

    window account_history as (
        partition by moments.policy_variant_id, moments.account_id order by moments.month_start
    )

),

described as (

    select
        running.*,
        first_months.first_paid_month,
        running.closing_mrr - running.mrr_change as opening_mrr,
        coalesce(losses.loss_count, 0) as loss_count,
        coalesce(losses.is_ended_by_non_payment, false) as is_ended_by_non_payment,
        losses.end_reason,

        -- Only an account that pays before and after can be revalued. A new one has nothing to revalue, and what a
        -- leaving one takes along is what it was worth.
        case
            when running.closing_mrr > 0 and running.closing_mrr > running.mrr_change then running.revaluation
            else 0
        end as fx_mrr,
        coalesce(returns.days_away > policies.reactivation_window_days, false) as is_away_for_long

    from running

    -- An account that only ever pays for usage never has a first month of MRR.
    left join first_months
        on running.policy_variant_id = first_months.policy_variant_id
        and running.account_id = first_months.account_id

    inner join policies
        on running.policy_variant_id = policies.policy_variant_id

    left join losses
        on running.policy_variant_id = losses.policy_variant_id
        and running.account_id = losses.account_id
        and running.month_start = losses.month_start
        and losses.recency = 1

    left join returns
        on running.policy_variant_id = returns.policy_variant_id
        and running.account_id = returns.account_id
        and running.month_start = returns.month_start
        and returns.start_number = 1

),

classified as (

    select
        *,
        -- What the month changed, exchange rates left aside.
        closing_mrr - opening_mrr - fx_mrr as own_change,

        -- First match wins: from and to zero are settled before up and down.
        case
            when opening_mrr = 0 and closing_mrr > 0 and month_start = first_paid_month then 'new'
            when opening_mrr = 0 and closing_mrr > 0 and is_away_for_long then 'new'
            when opening_mrr = 0 and closing_mrr > 0 then 'reactivation'
            when opening_mrr > 0 and closing_mrr = 0 then 'churn'
            when closing_mrr - opening_mrr - fx_mrr > 0 then 'expansion'
            when closing_mrr - opening_mrr - fx_mrr < 0 then 'contraction'
            else 'none'
        end as movement_type

    from described

)

select
    policy_variant_id,
    account_id,
    month_start,
    next_month_start,
    first_paid_month,
    movement_type,

    -- opening + new + reactivation + expansion - contraction - churned + fx = closing
    cast(opening_mrr as decimal(38, 6)) as opening_mrr,
    {% for movement in ['new', 'reactivation', 'expansion'] %}
        cast(case when movement_type = '{{ movement }}' then own_change else 0 end as decimal(38, 6))
            as {{ movement }}_mrr,
    {% endfor %}
    cast(case when movement_type = 'contraction' then -own_change else 0 end as decimal(38, 6)) as contraction_mrr,
    cast(case when movement_type = 'churn' then -own_change else 0 end as decimal(38, 6)) as churned_mrr,
    {% for measure in [
        'fx_mrr', 'closing_mrr', 'usage_mrr', 'usage_change', 'committed_mrr', 'committed_change',
        'constant_currency_mrr', 'constant_currency_change',
    ] %}
        cast({{ measure }} as decimal(38, 6)) as {{ measure }},
    {% endfor %}

    -- how often it went to zero, and how the last time came about
    cast(loss_count as integer) as loss_count,
    is_ended_by_non_payment,
    end_reason

from classified

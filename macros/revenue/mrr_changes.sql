{# The months in which an account's MRR changes, what changes and the amounts after it: of the chosen policy, or with
   `by_policy` of the others. One row per account and month in which something happens. Running sums are made here and
   joins in mrr_movements(): what the two hold in memory would otherwise be held at once. #}
{% macro mrr_changes(by_policy=false) %}
{%- set keys = (['policy_variant_id'] if by_policy else []) + ['account_id'] %}
{%- set amounts = ['mrr_change', 'revaluation', 'usage_change', 'committed_change', 'constant_currency_change'] %}
with

-- A period that includes no month-end gives no MRR.
periods as (

    select * from {{ ref('int_policy_paying_periods' if by_policy else 'int_paying_periods') }}
    where last_month is null or first_month < last_month

),

intervals as (

    select * from {{ ref('int_policy_paying_intervals' if by_policy else 'int_account_paying_intervals') }}

),

rates as (

    select * from {{ ref('int_exchange_rate_months') }}

),

today_rates as (

    select * from rates
    where month_start = cast({{ dbt.date_trunc('month', setting('as_of')) }} as date)

),

-- In the reporting currency nothing happens between a period's first and last month: it begins, it ends, and it may be
-- under notice before it ends. Three rows of one pass, since a CTE that is read three times would be kept in memory.
edges as (

    select 'first' as edge
    union all
    select 'last' as edge
    union all
    select 'committed' as edge

),

reporting_values as (

    select
        periods.*,
        {{ account_amount(monthly_value('periods')) }} as amount

    from periods

    where periods.currency = {{ setting('reporting_currency') }}

),

reporting_edges as (

    select
        reporting_values.*,
        edges.edge,
        case edges.edge
            when 'first' then reporting_values.first_month
            when 'last' then reporting_values.last_month
            else reporting_values.committed_last_month
        end as month_start,
        case edges.edge when 'first' then reporting_values.amount when 'last' then -reporting_values.amount else 0 end
            as change

    from reporting_values

    cross join edges

),

reporting_changes as (

    select
        {{ keys | join(', ') }},
        month_start,
        case when is_in_mrr then change else 0 end as mrr_change,
        {{ account_amount(0) }} as revaluation,
        case when is_usage_based then change else 0 end as usage_change,
        case
            when not is_in_mrr then 0
            when edge = 'first' and (committed_last_month is null or committed_last_month > first_month) then amount
            when edge = 'last' and (committed_last_month is null or committed_last_month >= last_month) then -amount
            when edge = 'committed' then -amount
            else 0
        end as committed_change,
        case when is_in_mrr then change else 0 end as constant_currency_change

    from reporting_edges

    where
        month_start is not null
        and (
            edge != 'committed'
            or first_month < committed_last_month and (last_month is null or committed_last_month < last_month)
        )

),

-- In another currency each month has its rate, the month in which the period ends included: what was open before is
-- first revalued, then lost.
foreign_values as (

    select
        periods.*,
        rates.month_start,
        rates.month_start > periods.first_month as was_open,
        periods.last_month is null or rates.month_start < periods.last_month as is_open,
        periods.committed_last_month is null or rates.month_start <= periods.committed_last_month as was_committed,
        periods.committed_last_month is null or rates.month_start < periods.committed_last_month as is_committed,
        {{ account_amount(monthly_value('periods', 'rates.rate_units')) }} as amount,
        case
            when rates.month_start > periods.first_month
                then {{ account_amount(monthly_value('periods', 'rates.previous_rate_units')) }}
            else 0
        end as previous_amount,
        case
            when rates.month_start in (periods.first_month, periods.last_month)
                then {{ account_amount(monthly_value('periods', 'today_rates.rate_units')) }}
            else 0
        end as constant_amount

    from periods

    inner join today_rates
        on periods.currency = today_rates.currency

    inner join rates
        on periods.currency = rates.currency
        and periods.first_month <= rates.month_start
        and (periods.last_month is null or periods.last_month >= rates.month_start)

    where periods.currency != {{ setting('reporting_currency') }}

),

foreign_changes as (

    select
        {{ keys | join(', ') }},
        month_start,
        case when is_in_mrr then case when is_open then amount else 0 end - previous_amount else 0 end as mrr_change,
        case when is_in_mrr and was_open then amount - previous_amount else 0 end as revaluation,
        case when is_usage_based then case when is_open then amount else 0 end - previous_amount else 0 end
            as usage_change,
        case
            when is_in_mrr
                then
                    case when is_open and is_committed then amount else 0 end
                    - case when was_committed then previous_amount else 0 end
            else 0
        end as committed_change,
        case when not is_in_mrr then 0 when was_open then -constant_amount else constant_amount end
            as constant_currency_change

    from foreign_values

),

-- A month in which the account went to zero has a row, even if its end shows no change.
losses as (

    select
        *,
        cast({{ dbt.date_trunc('month', 'ended_date') }} as date) as month_start,
        row_number() over (
            partition by {{ keys | join(', ') }}, {{ dbt.date_trunc('month', 'ended_date') }} order by ended_date desc
        ) as recency

    from intervals

    where ended_date is not null

),

all_changes as (

    {% for changes in ['reporting_changes', 'foreign_changes'] %}
        select
            {{ keys | join(', ') }},
            month_start,
            {{ amounts | join(', ') }},
            0 as loss_count,
            0 as is_ended_by_non_payment,
            cast(null as varchar) as end_reason

        from {{ changes }}

        union all

    {% endfor %}
    -- The last one of a month counts.
    select
        {{ keys | join(', ') }},
        month_start,
        {% for amount in amounts %}
            0 as {{ amount }},
        {% endfor %}
        1 as loss_count,
        case when recency = 1 and is_ended_by_non_payment then 1 else 0 end as is_ended_by_non_payment,
        case when recency = 1 then end_reason end as end_reason

    from losses

),

by_month as (

    select
        {{ keys | join(', ') }},
        month_start,
        {% for amount in amounts %}
            {{ account_amount('sum(' ~ amount ~ ')') }} as {{ amount }},
        {% endfor %}
        cast(sum(loss_count) as integer) as loss_count,
        max(is_ended_by_non_payment) = 1 as is_ended_by_non_payment,
        max(end_reason) as end_reason

    from all_changes

    group by {{ keys | join(', ') }}, month_start

)

select
    *,
    lead(month_start) over account_months as next_month_start,
    {{ account_amount('sum(mrr_change) over account_months') }} as closing_mrr,
    {{ account_amount('sum(usage_change) over account_months') }} as usage_mrr,
    {{ account_amount('sum(committed_change) over account_months') }} as committed_mrr,
    {{ account_amount('sum(constant_currency_change) over account_months') }} as constant_currency_mrr

from by_month

where
    {% for amount in amounts %}
        {{ amount }} != 0 or
    {% endfor %}
    loss_count > 0

window account_months as (partition by {{ keys | join(', ') }} order by month_start)
{% endmacro %}

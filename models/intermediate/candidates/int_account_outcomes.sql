-- What became of an account that paid at a month's end, at each horizon after it.
with

account_months as (

    select * from {{ ref('int_account_months') }}

),

renewals as (

    select * from {{ ref('int_account_renewals') }}

),

answers as (

    select * from {{ ref('nps_answers') }}

),

horizons as (

    {% for horizon in evidence_horizons() %}
        select cast({{ horizon }} as integer) as horizon_months

        {{ 'union all' if not loop.last }}
    {% endfor %}

),

scores as (

    select
        account_id,
        month_start,
        sum(response_count) as response_count,
        sum(promoter_count - detractor_count) as net_promoter_count

    from answers

    group by 1, 2

),

with_events as (

    select
        account_months.account_id,
        account_months.month_start,
        account_months.is_complete,
        account_months.closing_mrr,
        account_months.constant_currency_mrr,
        case when renewals.account_id is null then 0 else 1 end as due_count,
        case when renewals.account_id is null or account_months.movement_type = 'churn' then 0 else 1 end
            as renewed_count,
        coalesce(scores.response_count, 0) as response_count,
        coalesce(scores.net_promoter_count, 0) as net_promoter_count

    from account_months

    left join renewals
        on account_months.account_id = renewals.account_id
        and account_months.month_start = renewals.month_start

    left join scores
        on account_months.account_id = scores.account_id
        and account_months.month_start = scores.month_start

),

-- Months of an account have no gaps, so the row that many rows later is the month that many months later.
with_later as (

    select
        account_id,
        month_start,
        closing_mrr,
        constant_currency_mrr,
        {% for horizon in evidence_horizons() %}
            lead(is_complete, {{ horizon }}) over later_months as is_known_{{ horizon }}m,
            lead(closing_mrr, {{ horizon }}) over later_months as closing_mrr_{{ horizon }}m,
            lead(constant_currency_mrr, {{ horizon }}) over later_months as constant_currency_mrr_{{ horizon }}m,
            {% for name in ['due_count', 'renewed_count', 'response_count', 'net_promoter_count'] %}
                sum({{ name }}) over (
                    partition by account_id order by month_start
                    rows between 1 following and {{ horizon }} following
                ) as {{ name }}_{{ horizon }}m,
            {% endfor %}
        {% endfor %}
        is_complete

    from with_events

    window later_months as (partition by account_id order by month_start)

),

by_horizon as (

    select
        with_later.account_id,
        with_later.month_start,
        with_later.constant_currency_mrr,
        {% for name in [
            'is_known', 'closing_mrr', 'constant_currency_mrr', 'due_count', 'renewed_count', 'response_count',
            'net_promoter_count',
        ] %}
            case horizons.horizon_months
                {% for horizon in evidence_horizons() %}
                    when {{ horizon }} then with_later.{{ name }}_{{ horizon }}m
                {% endfor %}
            end as later_{{ name }},
        {% endfor %}
        horizons.horizon_months

    from with_later

    cross join horizons

    where with_later.closing_mrr > 0

)

select
    account_id,
    month_start,
    horizon_months,
    1 as retained_count,
    case when later_closing_mrr > 0 then 1 else 0 end as retained_sum,

    -- At today's rates: a change of the exchange rate is not expansion.
    1 as expanded_count,
    case when later_constant_currency_mrr > constant_currency_mrr then 1 else 0 end as expanded_sum,
    cast(later_due_count as bigint) as renewed_count,
    cast(later_renewed_count as bigint) as renewed_sum,
    cast(later_response_count as bigint) as nps_count,
    cast(later_net_promoter_count as bigint) as nps_sum

from by_horizon

where later_is_known

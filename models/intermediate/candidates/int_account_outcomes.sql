-- What became of an account that paid at a month's end, at each horizon after it. Horizons are columns: as rows they
-- would be added up four times as often, for every definition that the account met.
with

account_months as (

    select * from {{ ref('int_account_months') }}

),

numbers as (

    select * from {{ ref('stg_crm__entity_numbers') }}
    where entity = 'account'

),

renewals as (

    select * from {{ ref('int_account_renewals') }}

),

answers as (

    select * from {{ ref('nps_answers') }}

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
        numbers.entity_number as account_number,
        account_months.month_start,
        account_months.is_complete,
        account_months.closing_mrr > 0 as is_paying,
        account_months.constant_currency_mrr,
        case when renewals.account_id is null then 0 else 1 end as due_count,
        case when renewals.account_id is null or account_months.movement_type = 'churn' then 0 else 1 end
            as renewed_count,
        coalesce(scores.response_count, 0) as response_count,
        coalesce(scores.net_promoter_count, 0) as net_promoter_count

    from account_months

    inner join numbers
        on account_months.account_id = numbers.entity_id

    left join renewals
        on account_months.account_id = renewals.account_id
        and account_months.month_start = renewals.month_start

    left join scores
        on account_months.account_id = scores.account_id
        and account_months.month_start = scores.month_start

),

-- What happened up to the month's end, so that what happened on the way is a difference.
so_far as (

    select
        account_number,
        month_start,
        is_complete,
        is_paying,
        {% for name in ['due_count', 'renewed_count', 'response_count', 'net_promoter_count'] %}
            cast(sum({{ name }}) over (
                partition by account_number order by month_start rows unbounded preceding
            ) as integer) as {{ name }},
        {% endfor %}
        constant_currency_mrr

    from with_events

),

-- Months of an account have no gaps, so the row that many rows later is the month that many months later.
with_later as (

    select
        account_number,
        month_start,
        is_paying,
        due_count,
        renewed_count,
        response_count,
        net_promoter_count,
        {% for horizon in evidence_horizons() %}
            {% for name in [
                'is_complete', 'is_paying', 'constant_currency_mrr', 'due_count', 'renewed_count', 'response_count',
                'net_promoter_count',
            ] %}
                lead({{ name }}, {{ horizon }}) over later_months as {{ name }}_{{ horizon }}m,
            {% endfor %}
        {% endfor %}
        constant_currency_mrr

    from so_far

    window later_months as (partition by account_number order by month_start)

)

-- Nothing is counted at a horizon that is not over.
select
    account_number,
    {% for horizon in evidence_horizons() %}
        {% set later = '_' ~ horizon ~ 'm' %}
        case when is_complete{{ later }} then 1 else 0 end as known_count{{ later }},
        case when is_complete{{ later }} and is_paying{{ later }} then 1 else 0 end as retained_sum{{ later }},

        -- At today's rates: a change of the exchange rate is not expansion.
        case when is_complete{{ later }} and constant_currency_mrr{{ later }} > constant_currency_mrr then 1 else 0 end
            as expanded_sum{{ later }},
        {% for name, count in [
            ('due_count', 'due_count'), ('renewed_sum', 'renewed_count'), ('response_count', 'response_count'),
            ('nps_sum', 'net_promoter_count'),
        ] %}
            case when is_complete{{ later }} then {{ count }}{{ later }} - {{ count }} else 0 end
                as {{ name }}{{ later }},
        {% endfor %}
    {% endfor %}
    month_start

from with_later

where is_paying and is_complete_{{ evidence_horizons() | min }}m

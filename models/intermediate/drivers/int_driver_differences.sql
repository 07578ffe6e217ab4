-- How accounts with an influencer fared compared with the others, by the year of the outcome and overall.
with

asked as (

    select distinct
        account_measure,
        account_outcome,
        horizon_months
    from {{ ref('int_metric_influencers') }}
    where account_measure is not null

),

measures as (

    select * from {{ ref('int_account_measures') }}

),

outcomes as (

    select * from {{ ref('int_account_outcomes') }}

),

north_star_months as (

    select * from {{ ref('int_north_star_account_months') }}

),

-- A whole number for each question: millions of rows are grouped by it.
influencers as (

    select
        *,
        cast(row_number() over (order by account_measure, account_outcome, horizon_months) as integer) as influencer_id

    from asked

),

asked_outcomes as (

    select distinct
        account_outcome,
        horizon_months

    from asked

),

-- What became of accounts, as the outcome metrics define it for one account: how often it could happen, and how often
-- it did.
all_outcomes as (

    {% for outcome, count, sum in [
        ('churned', 'known_count', 'known_count{0} - retained_sum{0}'),
        ('not_renewed', 'due_count', 'due_count{0} - renewed_sum{0}'),
        ('expanded', 'known_count', 'expanded_sum{0}'),
        ('nps', 'response_count', 'nps_sum{0}'),
    ] %}
        select
            outcomes.account_number,
            outcomes.month_start,
            asked_outcomes.account_outcome,
            asked_outcomes.horizon_months,
            case asked_outcomes.horizon_months
                {% for horizon in evidence_horizons() %}
                    when {{ horizon }} then outcomes.{{ count }}_{{ horizon }}m
                {% endfor %}
            end as observation_count,
            case asked_outcomes.horizon_months
                {% for horizon in evidence_horizons() %}
                    when {{ horizon }} then {{ sum.format('_' ~ horizon ~ 'm') }}
                {% endfor %}
            end as outcome_sum

        from outcomes

        inner join asked_outcomes
            on asked_outcomes.account_outcome = '{{ outcome }}'

        union all
    {% endfor %}

    select
        outcomes.account_number,
        outcomes.month_start,
        asked_outcomes.account_outcome,
        asked_outcomes.horizon_months,
        case asked_outcomes.horizon_months
            {% for horizon in evidence_horizons() %}
                when {{ horizon }} then outcomes.known_count_{{ horizon }}m
            {% endfor %}
        end as observation_count,
        case when north_star_months.met_count > 0 then 1 else 0 end as outcome_sum

    from outcomes

    inner join asked_outcomes
        on asked_outcomes.account_outcome = 'north_star'

    inner join north_star_months
        on outcomes.account_number = north_star_months.account_number
        and north_star_months.month_start
        = cast({{ dbt.dateadd('month', 'asked_outcomes.horizon_months', 'outcomes.month_start') }} as date)

),

with_measure as (

    select
        influencers.influencer_id,
        extract(
            year from {{ dbt.dateadd('month', 'all_outcomes.horizon_months', 'all_outcomes.month_start') }}
        ) as outcome_year,
        all_outcomes.account_number,
        all_outcomes.observation_count,
        all_outcomes.outcome_sum,
        case influencers.account_measure
            {% for measure in driver_measures() %}
                when '{{ measure }}' then measures.is_with_{{ measure }}
            {% endfor %}
        end as is_with

    from all_outcomes

    inner join measures
        on all_outcomes.account_number = measures.account_number
        and all_outcomes.month_start = measures.month_start

    inner join influencers
        on all_outcomes.account_outcome = influencers.account_outcome
        and all_outcomes.horizon_months = influencers.horizon_months

    where all_outcomes.observation_count > 0

),

by_year as (

    select
        influencer_id,
        outcome_year,
        account_number,
        sum(cast(case when is_with then observation_count else 0 end as double)) as n1,
        sum(cast(case when is_with then outcome_sum else 0 end as double)) as s1,
        sum(cast(case when is_with then 0 else observation_count end as double)) as n0,
        sum(cast(case when is_with then 0 else outcome_sum end as double)) as s0

    from with_measure

    where is_with is not null

    group by 1, 2, 3

),

by_period as (

    select * from by_year

    union all

    select
        influencer_id,
        cast(null as bigint) as outcome_year,
        account_number,
        sum(n1) as n1,
        sum(s1) as s1,
        sum(n0) as n0,
        sum(s0) as s0
    from by_year
    group by 1, 3

),

differences as (

    {{ clustered_differences('by_period', ['influencer_id', 'outcome_year']) }}

)

select
    influencers.account_measure,
    influencers.account_outcome,
    influencers.horizon_months,
    coalesce(cast(differences.outcome_year as varchar), 'all') as period,
    differences.qualifying_account_count,
    differences.other_account_count,
    differences.qualifying_count,
    differences.other_count,
    differences.qualifying_mean,
    differences.other_mean,
    differences.difference,
    differences.standard_error

from differences

inner join influencers
    on differences.influencer_id = influencers.influencer_id

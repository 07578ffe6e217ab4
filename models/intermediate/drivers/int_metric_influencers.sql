{#- Stops the build, with an explanation, at the first row that is not a valid hypothesis. -#}
{%- set measures = driver_measures().keys() | list -%}
with

seed as (

    select * from {{ ref('metric_influencers') }}

    where
        coalesce(outcome_metric, '') not in ({{ metrics_of_shut_rooms() }})
        and coalesce(influencer_metric, '') not in ({{ metrics_of_shut_rooms() }})

),

catalog as (

    select metric_name from {{ ref('metric_catalog') }}

),

influencers as (

    select
        seed.*,
        outcomes.metric_name as known_outcome_metric,
        earlier.metric_name as known_influencer_metric,
        try_cast(seed.expected_lag_months as integer) as lag_months,
        try_cast(seed.reviewed_on as date) as reviewed_date,
        count(*) over (partition by seed.outcome_metric, seed.influencer_metric) as pair_count

    from seed

    left join catalog as outcomes
        on seed.outcome_metric = outcomes.metric_name

    left join catalog as earlier
        on seed.influencer_metric = earlier.metric_name

),

with_problems as (

    select
        *,
        case
            {% for column in ['outcome_metric', 'influencer_metric'] %}
                when known_{{ column }} is null
                    then '{{ column }} ''' || coalesce({{ column }}, '') || ''' is no metric of metric_catalog'
            {% endfor %}
            when influencer_metric = outcome_metric then 'influencer_metric is the outcome itself'
            when pair_count > 1 then 'influencer_metric stands there twice for this outcome'
            when expected_sign is null or expected_sign not in ('+', '-')
                then 'expected_sign ''' || coalesce(expected_sign, '') || ''' is neither + nor -'
            when expected_lag_months is null or expected_lag_months not in ('0', '1', '2', '3', '4', '5', '6')
                then
                    'expected_lag_months ''' || coalesce(expected_lag_months, '')
                    || ''' is no whole number from 0 to 6'
            when account_measure not in ('{{ measures | join("', '") }}')  -- noqa: LT05
                then 'account_measure ''' || account_measure || ''' is none of {{ measures | join(', ') }}'
            when
                account_measure is not null
                and outcome_metric not in ('{{ driver_outcomes().keys() | join("', '") }}')  -- noqa: LT05
                then 'account_measure must be blank: no account has an outcome like ' || outcome_metric
            when account_measure = 'north_star' and outcome_metric = 'north_star_share'
                then 'account_measure is the outcome itself'
            {% for column in ['owner', 'hypothesis'] %}
                when {{ column }} is null then '{{ column }} is blank'
            {% endfor %}
            when reviewed_date is null
                then 'reviewed_on ''' || coalesce(reviewed_on, '') || ''' is no day such as 2025-11-03'
        end as problem

    from influencers

),

checked as (

    select
        *,
        {{ sound_or_stop('problem', "
            'metric_influencers.csv, row of ''' || coalesce(outcome_metric, '') || ''' <- '''
            || coalesce(influencer_metric, '') || ''': ' || problem
        ") }} as is_sound

    from with_problems

)

select
    outcome_metric,
    influencer_metric,
    case expected_sign when '+' then 1 else -1 end as expected_sign,
    lag_months as expected_lag_months,
    owner,
    hypothesis,
    account_measure,
    case
        when account_measure is not null
            then
                case outcome_metric
                    {% for metric, outcome in driver_outcomes().items() %}
                        when '{{ metric }}' then '{{ outcome }}'
                    {% endfor %}
                end
    end as account_outcome,

    -- Accounts are looked at again after 1, 3, 6 or 12 months: the first that the lag has passed by then.
    case when lag_months <= 1 then 1 when lag_months <= 3 then 3 else 6 end as horizon_months,
    reviewed_date as reviewed_on

from checked

where is_sound

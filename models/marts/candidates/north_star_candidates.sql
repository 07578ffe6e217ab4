with

definitions as (

    select * from {{ ref('north_star_catalog') }}
    where is_computed

),

evidence as (

    select * from {{ ref('north_star_evidence') }}

),

lead_lag as (

    select * from {{ ref('north_star_lead_lag') }}

),

definition_months as (

    select * from {{ ref('int_candidate_months') }}

),

-- The certain part of each difference, over all outcomes and horizons: the end of the interval nearer to zero. NPS runs
-- from -1 to 1 here, shares from 0 to 1. Sums are of decimals in all steps: those of floating-point numbers depend on
-- their order.
effects as (

    select
        definition_name,
        definition_version,
        count(difference_lower) as evidence_count,
        max(least(qualifying_account_count, other_account_count)) as fewest_accounts,
        cast(sum(
            cast(
                case when difference_lower <= 0 then 0 else difference_lower end
                / case when outcome = 'nps' then 2 else 1 end as decimal(18, 15)
            )
        ) as double) / nullif(count(difference_lower), 0) as effect

    from evidence

    group by 1, 2

),

-- How far the share runs ahead of revenue, one to six months; churn with the sign reversed.
leads as (

    select
        definition_name,
        definition_version,
        cast(sum(
            cast(
                case when outcome = 'net_new_mrr_rate' then 1 else -1 end * rank_correlation as decimal(18, 15)
            )
        ) as double) / nullif(count(rank_correlation), 0) as mean_correlation

    from lead_lag

    where lag_months between 1 and 6

    group by 1, 2

),

with_last_share as (

    select
        *,
        lag(qualifying_share) over (partition by definition_name, definition_version order by month_start) as last_share

    from definition_months

    where is_complete

),

-- How many met it, and how much their share moves.
coverages as (

    select
        definition_name,
        definition_version,
        count(*) as month_count,
        cast(sum(qualifying_account_count) as double) / sum(account_count) as coverage,
        cast(sum(cast(qualifying_share as decimal(18, 15))) as double) / count(*) as mean_share,
        cast(sum(cast(abs(qualifying_share - last_share) as decimal(18, 15))) as double)
        / nullif(count(last_share), 0) as mean_move

    from with_last_share

    group by 1, 2

),

-- The chance that, of two paying accounts of one month, the one that met it did more of anything than the one that did
-- not (the area under the ROC curve; ties count half).
volumes as (

    select
        definition_name,
        definition_version,
        cast(sum(doubled_win_count) as double) / nullif(cast(2 * sum(pair_count) as double), 0) as volume_auc

    from definition_months

    group by 1, 2

),

with_parts as (

    select
        definitions.definition_name,
        definitions.definition_version,
        definitions.label,
        definitions.status,
        definitions.is_primary,
        definitions.is_vanity,
        coverages.month_count,
        coverages.coverage,
        1 - coverages.mean_move / nullif(coverages.mean_share, 0) as steadiness,
        volumes.volume_auc,
        leads.mean_correlation,
        effects.effect,
        coalesce(effects.fewest_accounts, 0) as fewest_accounts,
        coalesce(effects.evidence_count, 0) as evidence_count

    from definitions

    {% for part in ['coverages', 'volumes', 'leads', 'effects'] %}
        left join {{ part }}
            on definitions.definition_name = {{ part }}.definition_name
            and definitions.definition_version = {{ part }}.definition_version

    {% endfor %}
),

bounded as (

    select
        *,
        4 * coverage * (1 - coverage) as discrimination,
        case when steadiness < 0 then 0 else steadiness end as stability,
        case when volume_auc <= 0.5 then 1 else 2 * (1 - volume_auc) end as volume_resistance,
        case when mean_correlation <= 0 then 0 else mean_correlation end as lead

    from with_parts

),

scored as (

    select
        *,

        -- Unknown components are left out of the mean.
        100 * effect * (
            coalesce(discrimination, 0) + coalesce(stability, 0) + coalesce(volume_resistance, 0) + coalesce(lead, 0)
        ) / nullif(
            case when discrimination is null then 0 else 1 end + case when stability is null then 0 else 1 end
            + case when volume_resistance is null then 0 else 1 end + case when lead is null then 0 else 1 end, 0
        ) as score

    from bounded

),

final as (

    select
        -- grain
        definition_name,
        definition_version,
        label,
        status,
        is_primary,
        is_vanity,

        -- the score and its components
        score,
        case
            when score is not null
                then rank() over (order by case when score is null then 1 else 0 end, score desc)
        end as score_rank,
        case
            when month_count is null then 'no complete period beside paying accounts'
            when evidence_count = 0 then 'fewer accounts met it, or did not, than north_star_minimum_accounts'
        end as no_score_reason,
        effect,
        discrimination,
        stability,
        volume_resistance,
        lead,

        -- what the components are made of
        coverage,
        volume_auc,
        mean_correlation,
        evidence_count,
        fewest_accounts,
        coalesce(month_count, 0) as month_count

    from scored

)

select * from final

with

definitions as (

    select * from {{ ref('north_star_definitions') }}

),

computed as (

    select * from {{ ref('int_north_star_definitions') }}

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

volumes as (

    select * from {{ ref('int_candidate_volumes') }}

),

-- Sums are of decimals: those of floating-point numbers depend on their order.
-- What is sure of each difference: the end of the interval that is nearer to nothing. NPS runs from -1 to 1 here.
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

leads as (

    select
        definition_name,
        definition_version,
        cast(sum(
            cast(case when outcome = 'net_new_mrr_rate' then rank_correlation else -rank_correlation end as decimal(18, 15))
        ) as double) / nullif(count(rank_correlation), 0) as mean_correlation

    from lead_lag

    where lag_months between 1 and 6

    group by 1, 2

),

with_last_share as (

    select
        *,
        lag(qualifying_share) over (partition by definition_id order by month_start) as last_share

    from definition_months

),

shares as (

    select
        definition_id,
        count(*) as month_count,
        cast(sum(qualifying_account_count) as double) / sum(account_count) as coverage,
        cast(sum(cast(qualifying_share as decimal(18, 15))) as double) / count(*) as mean_share,
        cast(sum(cast(abs(qualifying_share - last_share) as decimal(18, 15))) as double)
        / nullif(count(last_share), 0) as mean_move

    from with_last_share

    group by 1

),

with_parts as (

    select
        computed.definition_name,
        computed.definition_version,
        definitions.label,
        definitions.status,
        computed.is_primary,
        shares.month_count,
        shares.coverage,
        1 - shares.mean_move / nullif(shares.mean_share, 0) as unbounded_stability,
        volumes.volume_auc,
        leads.mean_correlation,
        effects.effect,
        coalesce(effects.fewest_accounts, 0) as fewest_accounts,
        coalesce(effects.evidence_count, 0) as evidence_count

    from computed

    inner join definitions
        on computed.definition_name = definitions.definition_name
        and computed.definition_version = definitions.definition_version

    left join shares
        on computed.definition_id = shares.definition_id

    left join volumes
        on computed.definition_id = volumes.definition_id

    left join leads
        on computed.definition_name = leads.definition_name
        and computed.definition_version = leads.definition_version

    left join effects
        on computed.definition_name = effects.definition_name
        and computed.definition_version = effects.definition_version

),

bounded as (

    select
        *,
        4 * coverage * (1 - coverage) as discrimination,
        case when unbounded_stability is null then null when unbounded_stability <= 0 then 0 else unbounded_stability end
            as stability,
        case when volume_auc is null then null when volume_auc <= 0.5 then 1 else 2 * (1 - volume_auc) end
            as volume_resistance,
        case when mean_correlation is null then null when mean_correlation <= 0 then 0 else mean_correlation end as lead

    from with_parts

),

scored as (

    select
        *,

        -- A part that is not known leaves the mean to the others.
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

        -- the composite and its parts
        score,
        case
            when score is not null
                then rank() over (order by case when score is null then 1 else 0 end, score desc)
        end as score_rank,
        case
            when month_count is null then 'no complete period beside paying accounts'
            when evidence_count = 0
                then 'fewer accounts than north_star_minimum_accounts met it, or did not: ' || cast(fewest_accounts as varchar)
        end as no_score_reason,
        effect,
        discrimination,
        stability,
        volume_resistance,
        lead,

        -- what the parts are made of
        coverage,
        volume_auc,
        mean_correlation,
        evidence_count,
        fewest_accounts,
        coalesce(month_count, 0) as month_count

    from scored

)

select * from final

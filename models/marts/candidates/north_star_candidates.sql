with

definitions as (

    select * from {{ ref('stg_reference__north_star_definitions') }}

),

computed as (

    select * from {{ ref('int_north_star_definitions') }}

),

effects as (

    select * from {{ ref('int_candidate_effects') }}

),

leads as (

    select * from {{ ref('int_candidate_leads') }}

),

coverages as (

    select * from {{ ref('int_candidate_coverage') }}

),

volumes as (

    select * from {{ ref('int_candidate_volumes') }}

),

with_parts as (

    select
        computed.definition_name,
        computed.definition_version,
        definitions.label,
        definitions.status,
        computed.is_primary,
        definitions.is_vanity,
        coverages.month_count,
        coverages.coverage,
        coverages.stability,
        volumes.volume_auc,
        leads.mean_correlation,
        effects.effect,
        coalesce(effects.fewest_accounts, 0) as fewest_accounts,
        coalesce(effects.evidence_count, 0) as evidence_count

    from computed

    inner join definitions
        on computed.definition_name = definitions.definition_name
        and computed.definition_version = definitions.definition_version

    left join coverages
        on computed.definition_id = coverages.definition_id

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
        case when volume_auc <= 0.5 then 1 else 2 * (1 - volume_auc) end as volume_resistance,
        case when mean_correlation <= 0 then 0 else mean_correlation end as lead

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
        is_vanity,

        -- the composite and its parts
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

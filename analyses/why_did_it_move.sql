{#- "Why did it move?" Name a metric and a period; the answer is ranked: its children in the metric tree, the leaves
    below them, and for a ratio each value of each breakdown, by its own rate and by the mix. Within a type of reason
    (and a breakdown) the contributions add up to the change. Ask with
    --vars '{metric: logo_churn_rate, period: 2025-11-01}', and {breakdown: segment, breakdown_value: smb} for the tree
    of one value; without, it is the logo churn of the last complete month of the whole company. -#}
{{ config(enabled=room_is_open('metric_tree')) }}
{%- set metric = sql_text(var('metric', 'logo_churn_rate')) -%}
{%- set breakdown = sql_text(var('breakdown', 'total')) -%}
{%- set breakdown_value = sql_text(var('breakdown_value', 'all')) -%}
with

tree as (

    select * from {{ ref('metric_tree') }}

),

leaves as (

    select * from {{ ref('metric_tree_leaves') }}

),

mix as (

    select * from {{ ref('metric_tree_mix') }}

),

metric_values as (

    select * from {{ ref('metric_values') }}

),

question as (

    select
        metric_name,
        coalesce(try_cast({{ sql_text(var('period', '')) }} as date), max(period_start)) as period_start

    from metric_values

    where
        metric_name = {{ metric }}
        and is_complete

    group by 1

),

reasons as (

    select
        'children' as reason_kind,
        tree.label || case when tree.role is null then '' else ' (' || tree.child_metric || ')' end as what,
        tree.parent_metric as metric_name,
        tree.period_start,
        tree.parent_change as change,
        tree.previous_child_value as value_before,
        tree.child_value as value_now,
        tree.contribution,
        tree.reason as why_not

    from tree

    where
        tree.breakdown = {{ breakdown }}
        and tree.breakdown_value = {{ breakdown_value }}

    union all

    select
        'leaves' as reason_kind,
        leaves.tree_path as what,
        leaves.root_metric as metric_name,
        leaves.period_start,
        leaves.root_change as change,
        null as value_before,
        null as value_now,
        leaves.contribution,
        leaves.reason as why_not

    from leaves

    where
        leaves.breakdown = {{ breakdown }}
        and leaves.breakdown_value = {{ breakdown_value }}

    union all

    select
        mix.breakdown
        || case when mix.is_simpsons_paradox then ' (every value moved the other way)' else '' end as reason_kind,
        mix.breakdown_value || ', ' || effects.effect as what,
        mix.metric_name,
        mix.period_start,
        mix.total_change as change,
        case effects.effect when 'mix' then mix.previous_base_share else mix.previous_rate end as value_before,
        case effects.effect when 'mix' then mix.base_share else mix.rate end as value_now,
        case effects.effect
            when 'rate' then mix.rate_effect
            when 'mix' then mix.mix_effect
            else mix.contribution
        end as contribution,
        mix.reason as why_not

    from mix

    inner join (
        values
        ('rate'),
        ('mix'),
        ('not explained')
    ) as effects (effect)
        on (mix.breakdown_value = '(unexplained)') = (effects.effect = 'not explained')

    where {{ breakdown }} = 'total'

),

final as (

    select
        case reasons.reason_kind when 'children' then 1 when 'leaves' then 2 else 3 end as reason_section,
        reasons.metric_name,
        reasons.period_start,
        reasons.reason_kind,
        row_number() over (
            partition by reasons.reason_kind order by abs(reasons.contribution) desc nulls last, reasons.what
        ) as place,
        reasons.what,
        reasons.value_before,
        reasons.value_now,
        reasons.contribution,
        reasons.change as of_change,
        cast(reasons.contribution as double) / nullif(cast(reasons.change as double), 0) as share_of_change,
        reasons.why_not

    from reasons

    inner join question
        on reasons.metric_name = question.metric_name
        and reasons.period_start = question.period_start

    -- Rows that add nothing are not reasons.
    where
        reasons.contribution != 0
        or reasons.why_not is not null

)

select * from final

order by 1, 4, 5

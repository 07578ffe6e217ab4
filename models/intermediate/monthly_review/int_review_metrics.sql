-- What there is to say about a metric in a month: for the North Star and outcomes the number compared with the month
-- before and the three largest components of the last change in the tree, for any metric how it compares with its
-- benchmarks.
with

review_values as (

    select * from {{ ref('int_review_values') }}

),

metric_tree as (

    select * from {{ ref('metric_tree') }}
    -- Components too small to show in the sentence are left out.
    where breakdown = 'total' and abs(contribution) * 1000 >= abs(parent_change) and contribution != 0

),

metric_tree_mix as (

    select * from {{ ref('metric_tree_mix') }}
    where is_simpsons_paradox

),

benchmarks as (

    select * from {{ ref('metric_benchmarks') }}
    where standing is not null

),

numbers as (

    select
        *,
        {{ shown_value('value', 'unit') }} as value_shown,
        {{ shown_value('previous_value', 'unit') }} as previous_value_shown,
        {{ shown_change('change', 'unit') }} as change_shown,
        case period_grain when 'quarter' then 'quarter' else 'month' end as compared_with,
        case direction when 'up_is_good' then 1 when 'down_is_good' then -1 else 0 end as sense

    from review_values

    where tier in ('north_star', 'outcome') or metric_name = 'north_star_share'

),

parts as (

    select
        review_values.month_start,
        review_values.metric_name,
        review_values.label,
        review_values.unit,
        review_values.period_grain,
        review_values.period_start,
        metric_tree.parent_change,
        metric_tree.previous_parent_value,
        metric_tree.label || ' ' || {{ shown_change('metric_tree.contribution', 'review_values.unit') }} as part,
        row_number() over (
            partition by review_values.month_start, review_values.metric_name
            order by abs(metric_tree.contribution) desc, metric_tree.position
        ) as place

    from review_values

    inner join metric_tree
        on review_values.metric_name = metric_tree.parent_metric
        and review_values.metric_version = metric_tree.metric_version
        and review_values.period_start = metric_tree.period_start

    where review_values.tier in ('north_star', 'outcome')

),

of_parents as (

    select
        month_start,
        metric_name,
        max(label) as label,
        max(unit) as unit,
        max(period_grain) as period_grain,
        max(period_start) as period_start,
        max(parent_change) as parent_change,
        max(previous_parent_value) as previous_parent_value,
        max(case when place = 1 then part end) as first_part,
        max(case when place = 2 then part end) as second_part,
        max(case when place = 3 then part end) as third_part,
        count(*) as part_count

    from parts

    group by month_start, metric_name

),

against_all_parts as (

    select
        review_values.month_start,
        review_values.metric_name,
        min(metric_tree_mix.breakdown) as breakdown

    from review_values

    inner join metric_tree_mix
        on review_values.metric_name = metric_tree_mix.metric_name
        and review_values.metric_version = metric_tree_mix.metric_version
        and review_values.period_start = metric_tree_mix.period_start

    group by review_values.month_start, review_values.metric_name

),

compared as (

    select
        review_values.month_start,
        review_values.metric_name,
        review_values.label,
        benchmarks.benchmark_name,
        benchmarks.peer_group,
        benchmarks.standing,
        benchmarks.distance / nullif(abs(coalesce(benchmarks.lower_bound, benchmarks.upper_bound)), 0) as weight,
        {{ shown_value('review_values.value', 'review_values.unit') }} as value_shown,
        case
            when benchmarks.lower_bound is null
                then 'at most ' || {{ shown_value('benchmarks.upper_bound', 'review_values.unit') }}
            when benchmarks.upper_bound is null
                then 'at least ' || {{ shown_value('benchmarks.lower_bound', 'review_values.unit') }}
            when benchmarks.lower_bound = benchmarks.upper_bound
                then {{ shown_value('benchmarks.lower_bound', 'review_values.unit') }}
            else
                {{ shown_value('benchmarks.lower_bound', 'review_values.unit') }} || ' to '
                || {{ shown_value('benchmarks.upper_bound', 'review_values.unit') }}
        end as band_shown

    from review_values

    inner join benchmarks
        on review_values.metric_name = benchmarks.metric_name
        and review_values.metric_version = benchmarks.metric_version
        and review_values.period_start = benchmarks.period_start

),

number_sentences as (

    select
        month_start,
        case when tier = 'outcome' then 'outcomes' else 'north_star' end as section,
        metric_name,
        case
            when change * sense > 0 then 'good'
            when change * sense < 0 then 'bad'
            else 'neutral'
        end as tone,
        abs(change) / nullif(abs(previous_value), 0) as weight,
        label
        || case period_grain when 'week' then ', week of ' || cast(period_start as varchar) else '' end
        || ': ' || value_shown
        || case
            when change is null then ', nothing to compare with'
            when change = 0 then ', as a ' || compared_with || ' before'
            else
                ', ' || change_shown || ' on the ' || compared_with || ' before (' || previous_value_shown || ')'
        end
        || '.' as sentence

    from numbers

),

reason_sentences as (

    select
        of_parents.month_start,
        'reasons' as section,
        of_parents.metric_name,
        'neutral' as tone,
        cast(abs(of_parents.parent_change) / nullif(abs(of_parents.previous_parent_value), 0) as double) as weight,
        of_parents.label || ', ' || of_parents.period_grain || ' of '
        || cast(of_parents.period_start as varchar) || ': '
        || {{ shown_change('of_parents.parent_change', 'of_parents.unit') }} || ' on the ' || of_parents.period_grain
        || ' before. ' || of_parents.first_part || coalesce(', ' || of_parents.second_part, '')
        || coalesce(', ' || of_parents.third_part, '')
        || case when of_parents.part_count > 3 then ', and smaller parts' else '' end
        || case
            when against_all_parts.breakdown is null then ''
            else
                '. Every value of ' || against_all_parts.breakdown || ' went the other way: the mix shifted'
        end
        || '.' as sentence

    from of_parents

    left join against_all_parts
        on of_parents.month_start = against_all_parts.month_start
        and of_parents.metric_name = against_all_parts.metric_name

),

benchmark_sentences as (

    select
        month_start,
        'benchmarks' as section,
        metric_name,
        case standing when 'better' then 'good' when 'worse' then 'bad' else 'neutral' end as tone,
        abs(weight) as weight,
        label || ' ' || value_shown || ' is ' || standing
        || case standing when 'in line' then ' with ' else ' than ' end
        || band_shown || ' (' || peer_group || ').' as sentence

    from compared

)

select * from number_sentences

union all

select * from reason_sentences

union all

select * from benchmark_sentences

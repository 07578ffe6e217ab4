-- A sentence for the North Star and for each outcome in a month: what it was, and against the month before.
with

review_values as (

    select * from {{ ref('int_review_values') }}
    where tier in ('north_star', 'outcome') or metric_name = 'north_star_share'

),

said as (

    select
        *,
        {{ shown_value('value', 'unit') }} as value_shown,
        {{ shown_value('previous_value', 'unit') }} as previous_value_shown,
        {{ shown_change('change', 'unit') }} as change_shown,
        case direction when 'up_is_good' then 1 when 'down_is_good' then -1 else 0 end as sense

    from review_values

)

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
        when change = 0 then ', as a ' || case period_grain when 'quarter' then 'quarter' else 'month' end || ' before'
        else
            ', ' || change_shown || ' on the ' || case period_grain when 'quarter' then 'quarter' else 'month' end
            || ' before (' || previous_value_shown || ')'
    end
    || '.' as sentence

from said

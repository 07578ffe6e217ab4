-- What was unusual in a month: one sentence for each matter, that of its lead.
with

alerts as (

    select * from {{ ref('metric_alerts') }}

),

catalog as (

    select * from {{ ref('metric_catalog') }}

),

matters as (

    select
        lead_alert_id,
        count(*) as alert_count

    from alerts

    group by lead_alert_id

),

said as (

    select
        cast({{ dbt.date_trunc('month', 'alerts.period_start') }} as date) as month_start,
        alerts.*,
        matters.alert_count,
        {{ shown_value('alerts.value', 'catalog.unit') }} as value_shown,
        {{ shown_value('alerts.expected_value', 'catalog.unit') }} as expected_shown

    from alerts

    inner join matters
        on alerts.alert_id = matters.lead_alert_id

    inner join catalog
        on alerts.metric_name = catalog.metric_name
        and alerts.metric_version = catalog.metric_version

)

select
    month_start,
    'alerts' as section,
    metric_name,
    case is_favourable when true then 'good' when false then 'bad' else 'neutral' end as tone,
    threshold_ratio as weight,
    label
    || case breakdown when 'total' then '' else ' (' || breakdown_value || ')' end
    || ', ' || period_grain || ' of ' || cast(period_start as varchar) || ': ' || value_shown
    || ' where ' || expected_shown || ' was to be expected, ' || severity
    || coalesce('. ' || reasons, '')
    || case when alert_count > 1 then '. With it: ' || cast(alert_count - 1 as varchar) || ' more' else '' end
    || case alert_status
        when 'new' then ''
        else '. ' || alert_status || ' by ' || muted_by || ': ' || mute_reason
    end
    || '.' as sentence

from said

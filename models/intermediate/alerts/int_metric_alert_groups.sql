-- Alerts that are linked, however far, are one group, and one of them speaks for it.
with recursive

alerts as (

    select * from {{ ref('int_metric_alerts') }}

),

links as (

    select * from {{ ref('int_metric_alert_links') }}

),

reached as (

    select
        alert_id,
        alert_id as other_alert_id

    from alerts

    union distinct

    select
        reached.alert_id,
        links.other_alert_id

    from reached

    inner join links
        on reached.other_alert_id = links.alert_id

),

groups as (

    select
        alert_id,
        min(other_alert_id) as group_number

    from reached

    group by alert_id

),

folded as (

    select distinct alert_id from links
    where is_below_other

),

-- The lead speaks for the group: nothing above it is unusual too, then by severity, tier, and how unusual it is.
ranked as (

    select
        alerts.alert_id,
        groups.group_number,
        row_number() over (
            partition by groups.group_number
            order by
                case alerts.alert_status when 'new' then 0 else 1 end,
                case when folded.alert_id is null then 0 else 1 end,
                case alerts.severity when 'critical' then 1 when 'warning' then 2 else 3 end,
                case alerts.tier
                    when 'north_star' then 1
                    when 'outcome' then 2
                    when 'guardrail' then 3
                    when 'influencer' then 4
                    else 5
                end,
                -alerts.threshold_ratio,
                alerts.alert_id
        ) as group_position

    from alerts

    inner join groups
        on alerts.alert_id = groups.alert_id

    left join folded
        on alerts.alert_id = folded.alert_id

),

final as (

    select
        alert_id,
        group_position,
        first_value(alert_id) over (
            partition by group_number
            order by group_position
            rows between unbounded preceding and unbounded following
        ) as lead_alert_id

    from ranked

)

select * from final

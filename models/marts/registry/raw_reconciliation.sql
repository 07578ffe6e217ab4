with

counts as (

    {% for raw_table, models in models_of_open_rooms('judged') | groupby(0) %}
        select
            {{ sql_text(raw_table) }} as raw_table,
            (select count(*) from {{ source(models[0][1], raw_table) }}) as raw_row_count,
            (
                {% for model in models %}
                    (
                        select count(*) from {{ ref(model[2]) }}
                        where rejection_reason is null
                    ) {{ '+' if not loop.last }}
                {% endfor %}
            ) as accepted_row_count

        union all

    {% endfor %}
    select
        'events' as raw_table,
        (select count(*) from {{ source('product', 'events') }}) as raw_row_count,
        (
            (
                select count(*) from {{ ref('int_events') }}
                where kept_row is null
            )
            + (
                select count(*) from {{ ref('int_kept_events') }}
                where rejection_reason is null
            )
        ) as accepted_row_count

),

rejected as (

    select
        raw_table,
        count(*) as rejected_row_count

    from {{ ref('rejected_rows') }}

    group by 1

),

final as (

    select
        counts.raw_table,
        cast(counts.raw_row_count as bigint) as raw_row_count,
        cast(coalesce(counts.accepted_row_count, 0) as bigint) as accepted_row_count,
        cast(coalesce(rejected.rejected_row_count, 0) as bigint) as rejected_row_count

    from counts

    left join rejected
        on counts.raw_table = rejected.raw_table

)

select * from final

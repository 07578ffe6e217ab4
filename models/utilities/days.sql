with

first_dates as (

    select min(created_date) as first_date from {{ ref('stg_crm__accounts') }}

    union all

    select min(started_date) as first_date from {{ ref('stg_billing__subscription_items') }}
    where rejection_reason is null

    union all

    -- For other tables the raw dates will do: an extra day at the front changes no number, and revenue need not wait
    -- for tickets to be checked.
    {% for source_name, table, column in models_of_open_rooms('dated') %}
        select min({{ local_date(utc_timestamp(text_value(column))) }}) as first_date
        from {{ source(source_name, table) }}

        union all

    {% endfor %}
    -- A company without any data still has today.
    select {{ setting('as_of') }} as first_date

),

spine as (

    {{ dbt.date_spine('day', "cast('1970-01-01' as date)", dbt.dateadd('day', 1, setting('as_of'))) }}

),

dated as (

    select cast(date_day as date) as date_day from spine

),

days as (

    select
        dated.date_day,
        cast({{ dbt.date_trunc('week', 'dated.date_day') }} as date) as week_start,
        cast({{ dbt.date_trunc('month', 'dated.date_day') }} as date) as month_start,
        cast({{ dbt.date_trunc('quarter', 'dated.date_day') }} as date) as quarter_start

    from dated

    where dated.date_day >= (select date_trunc('month', min(first_dates.first_date)) from first_dates)

)

select * from days

with

first_dates as (

    select min(created_date) as first_date from {{ ref('stg_crm__accounts') }}

    union all

    select min(started_date) as first_date from {{ ref('stg_billing__subscription_items') }}

    union all

    select min(responded_date) as first_date from {{ ref('stg_survey__responses') }}

    union all

    select min(created_date) as first_date from {{ ref('stg_support__tickets') }}

    union all

    select min(spend_date) as first_date from {{ ref('stg_marketing__spend') }}

    union all

    select min(month_start) as first_date from {{ ref('stg_finance__company_financials') }}

    union all

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

{{ config(materialized='view') }}

select 1 as horizon_months

union all

select 3 as horizon_months

union all

select 12 as horizon_months

with

profiles as (

    select distinct
        profile_id,
        segment,
        industry,
        country,
        acquisition_channel,
        plan_name,
        currency

    from {{ ref('int_account_profiles') }}

)

select * from profiles

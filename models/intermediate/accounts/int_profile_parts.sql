{#- A large company has nearly as many profiles as accounts, so that adding up by profile saves nothing. Parts of profiles
    are few whatever its size: each has the attributes of some breakdowns, and each breakdown belongs to one part. -#}
{%- set parts = [['segment', 'acquisition_channel', 'currency'], ['plan_name', 'industry'], ['country']] -%}
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

),

parts as (

    {% for attributes in parts %}
        select
            profile_id,
            {{ loop.index }} as part_number,
            {{ parts | length }} * dense_rank() over (order by {{ attributes | join(', ') }}) + {{ loop.index0 }}
                as profile_part_id

        from profiles

        {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from parts

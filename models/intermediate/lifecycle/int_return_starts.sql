{#- The return is looked for after the first days, or the same event would be cause and effect. -#}
{%- set bracket_start = setting('return_day') | int - setting('return_bracket_days') | int + 1 %}
{%- if bracket_start < setting('return_first_days') | int %}
    {{ exceptions.raise_compiler_error(
        "The bracket of return_bracket_days (" ~ setting('return_bracket_days') ~ ") days that ends with return_day ("
        ~ setting('return_day') ~ ") begins on day " ~ bracket_start ~ ", within the first days (return_first_days "
        ~ setting('return_first_days') ~ "; the first day is day 0). Choose a later return_day or a shorter bracket."
    ) }}
{%- endif %}
-- Every account and user whose return day has come, and whether it was there in the bracket that ends with it.
with

entity_days as (

    select * from {{ ref('int_active_entity_days') }}

),

with_start as (

    select
        *,
        min(date_day) over (partition by entity, entity_id) as first_active_date

    from entity_days

),

starts as (

    select
        entity,
        entity_id,
        profile_id,
        first_active_date,
        max(
            case
                when
                    date_day - first_active_date
                    between {{ bracket_start }} and {{ setting('return_day') }}
                    then 1
                else 0
            end
        ) as returned_count

    from with_start

    where {{ setting('as_of') }} - first_active_date >= {{ setting('return_day') }}

    group by 1, 2, 3, 4

)

select * from starts

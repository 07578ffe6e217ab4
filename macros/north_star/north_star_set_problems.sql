{# A query for rows of the two files that do not fit each other: file, row, column and what to write. It runs once
   single values are right. #}
{% macro north_star_set_problems() %}
with

{{ north_star_reference_rows() }},

shapes as (

    select
        definitions.definition_name,
        definitions.definition_version,
        definitions.reports,
        count(conditions.condition_name) as condition_count,
        count(case when conditions.is_reported_quantity = 'true' then 1 end) as quantity_count,
        count(case when conditions.is_denominator = 'true' then 1 end) as denominator_count,
        count(case when conditions.is_reported_quantity = 'true' and conditions.is_denominator = 'true' then 1 end)
            as both_count,
        count(case when not {{ north_star_verdict('0', 'cast(conditions.threshold as decimal(19, 6))') }} then 1 end)
            as asking_count

    from definitions

    left join conditions
        on definitions.definition_name = conditions.definition_name
        and definitions.definition_version = conditions.definition_version

    group by 1, 2, 3

)

select
    'north_star_definitions' as file_name,
    {{ north_star_row_name('definitions') }} as row_name,
    'definition_version' as column_name,
    count(*) || ' rows have this name and version; give a changed definition the next version' as problem

from definitions

group by 2

having count(*) > 1

union all

select
    'north_star_conditions' as file_name,
    {{ north_star_row_name('conditions', true) }} as row_name,
    'condition_name' as column_name,
    count(*) || ' rows of the definition have this name; write another for each' as problem

from conditions

group by 2

having count(*) > 1

union all

select
    'north_star_conditions' as file_name,
    {{ north_star_row_name('conditions', true) }} as row_name,
    'definition_name' as column_name,
    'there is no such definition and version; write one of north_star_definitions.csv, or add its row there' as problem

from conditions

left join definitions
    on conditions.definition_name = definitions.definition_name
    and conditions.definition_version = definitions.definition_version

where definitions.definition_name is null

union all

select
    'north_star_definitions' as file_name,
    {{ north_star_row_name('shapes') }} as row_name,
    faults.column_name,
    faults.problem

from shapes

cross join lateral (
    values
    (condition_count = 0, 'definition_name',
        'the definition has no condition; write at least one row in north_star_conditions.csv'),
    (condition_count > 0 and quantity_count != 1, 'definition_name',
        quantity_count || ' of its conditions are the reported quantity; write is_reported_quantity true in exactly one'),
    (condition_count > 0 and asking_count = 0, 'definition_name',
        'whoever does nothing meets all of its conditions; write one that asks for something, such as count >= 1'),
    (reports = 'rate' and denominator_count != 1, 'reports',
        denominator_count || ' of its conditions are the denominator; a rate needs is_denominator true in exactly one'),
    (reports != 'rate' and denominator_count > 0, 'reports',
        'a condition is a denominator; write rate, or is_denominator false'),
    (both_count > 0, 'reports',
        'one condition is both quantity and denominator; a rate divides one condition by another')
) as faults (is_wrong, column_name, problem)

where faults.is_wrong

order by 1 desc, 2, 3, 4
{% endmacro %}

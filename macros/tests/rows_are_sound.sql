{# All claims about single rows of a model, and its key, as one test: every test costs dbt more than its query does.
   `key`: columns that are never null and together tell rows apart. `unique`: columns, or lists of columns, whose values
   occur once. `required`: columns that are never null. `accepted`: the values that a column may have; null is not judged.
   `rules`: conditions that every row fulfils, each named by the sentence that is true when it passes. Failing rows say
   which claim is broken, and by how many rows. #}
{% test rows_are_sound(model, key=[], unique=[], required=[], accepted={}, rules={}) %}
{%- set claims = {} -%}
{%- for column in key + required -%}
    {%- do claims.update({column ~ ' is never null': column ~ ' is not null'}) -%}
{%- endfor -%}
{%- for column, values in accepted.items() -%}
    {%- set literals = [] -%}
    {%- for value in values -%}
        {%- do literals.append(sql_text(value) if value is string else value) -%}
    {%- endfor -%}
    {%- do claims.update({
        column ~ ' is one of ' ~ values | join(', '): column ~ ' is null or ' ~ column ~ ' in (' ~ literals | join(', ') ~ ')'
    }) -%}
{%- endfor -%}
{%- do claims.update(rules) -%}
with

tested as (

    select * from {{ model }}

),

counted as (

    select
        {% for condition in claims.values() %}
            sum(case when {{ condition }} then 0 else 1 end) as broken_{{ loop.index }},
        {% endfor %}
        count(*) as row_count

    from tested

),

broken as (

    {% for claim in claims %}
        select
            {{ sql_text(claim) }} as claim,
            broken_{{ loop.index }} as broken_row_count
        from counted

        union all

    {% endfor %}
    {% for columns in ([key] if key else []) + unique %}
        {%- set columns = [columns] if columns is string else columns %}
        select
            {{ sql_text(columns | join(', ') ~ (' together' if columns | length > 1 else '') ~ ' occur once') }} as claim,
            count(*) as broken_row_count
        from (
            select 1 from tested
            {% if columns not in [key] %}where {{ columns[0] }} is not null{% endif %}
            group by {{ columns | join(', ') }}
            having count(*) > 1
        ) as repeated

        union all

    {% endfor %}
    select
        'no claim' as claim,
        0 as broken_row_count

)

select * from broken
where broken_row_count > 0
{% endtest %}

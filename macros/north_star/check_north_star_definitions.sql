{# Stops the build when a row of the two reference files of North Star definitions is not right, and names for each
   fault the file, the row and the column, and what to write instead. Single values first; only where those are right
   does it look at how rows fit together. #}
{% macro check_north_star_definitions() %}
    {%- if execute -%}
        {%- set problems = [] -%}
        {%- for find in [north_star_value_problems(), north_star_set_problems(), north_star_validity_problems()]
            if not problems -%}
            {%- for row in run_query(find).rows -%}
                {%- do problems.append(row[0] ~ '.csv, row ' ~ row[1] ~ ', column ' ~ row[2] ~ ': ' ~ row[3]) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- if problems -%}
            {{ exceptions.raise_compiler_error(
                'The North Star definitions in seeds/reference are not right:\n- ' ~ problems | join('\n- ')
            ) }}
        {%- endif -%}
    {%- endif -%}
    {{- 'select 1' -}}
{% endmacro %}


{# How a row of either file is named in a message. #}
{% macro north_star_row_name(relation, condition=false) -%}
    coalesce(nullif({{ relation }}.definition_name, ''), '(no name)')
    || ' version ' || coalesce(cast({{ relation }}.definition_version as varchar), '(none)')
    {%- if condition %} || ' condition ' || coalesce({{ relation }}.condition_name, '(none)'){% endif %}
{%- endmacro %}


{# The rows of both files, trimmed, with text that is a number or a date converted, as CTEs. #}
{% macro north_star_reference_rows() %}
definitions as (

    select
        {% for column in ['definition_name', 'label', 'description', 'owner', 'entity', 'window_unit', 'window_days',
            'population', 'reports', 'status'] %}
            {{ text_value(column) }} as {{ column }},
        {% endfor %}
        {{ text_value('definition_version') }} as definition_version,
        lower({{ text_value('is_primary') }}) as is_primary,
        lower({{ text_value('is_vanity') }}) as is_vanity,
        {{ text_value('valid_from') }} as valid_from_text,
        {{ text_value('valid_to') }} as valid_to_text,
        {{ text_value('reviewed_on') }} as reviewed_on_text,
        try_cast({{ text_value('valid_from') }} as date) as valid_from,
        coalesce(try_cast({{ text_value('valid_to') }} as date), cast('9999-12-31' as date)) as valid_to

    from {{ ref('north_star_definitions') }}

),

conditions as (

    select
        {% for column in ['definition_name', 'definition_version', 'condition_name', 'event_names', 'aggregate',
            'operator', 'threshold'] %}
            {{ text_value(column) }} as {{ column }},
        {% endfor %}
        lower({{ text_value('is_reported_quantity') }}) as is_reported_quantity,
        lower({{ text_value('is_denominator') }}) as is_denominator

    from {{ ref('north_star_conditions') }}

)
{%- endmacro %}

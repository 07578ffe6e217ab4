{# rejection_reason of a row that may be a copy: row_reason where another rule failed, null for the first row of its key
   (by `first_by`), else the type of repetition. Needs the columns row_reason and row_content. #}
{% macro duplicate_reason(key, first_by='row_content') %}
    {%- set window = 'over (partition by ' ~ key ~ ', row_reason order by ' ~ first_by ~ ')' -%}
    case
        when row_reason is not null then row_reason
        when row_number() {{ window }} = 1 then null
        when row_content = first_value(row_content) {{ window }} then 'duplicate'
        else 'conflicting_duplicate'
    end
{%- endmacro %}

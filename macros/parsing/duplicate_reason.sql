{# rejection_reason of a row that may be a copy or an older version of another of its key: row_reason where another rule
   failed, null for the row that counts, else what kind of repetition it is. The newest version counts, by
   row_updated_at; a load without versions has null everywhere. Of rows of one version the first counts (by `first_by`)
   that no other rule refuses. Needs the columns row_reason, row_content and those of version_values. #}
{% macro duplicate_reason(key, first_by='row_content') %}
    {%- set written_at = "coalesce(row_updated_at, cast('0001-01-01' as timestamp))" -%}
    {%- set is_deleted = 'coalesce(row_is_deleted, false)' -%}
    {%- set window -%}
        over (
            partition by {{ key }}
            order by
                {{ written_at }} desc, {{ is_deleted }} desc,
                case when row_reason is null then 0 else 1 end, {{ first_by }}
        )
    {%- endset -%}
    case
        {#- A key that cannot be read is not the same as another. #}
        when {% for part in key.split(',') %}{{ part | trim }} is null{{ ' or ' if not loop.last }}{% endfor %} then row_reason
        when {{ written_at }} != first_value({{ written_at }}) {{ window }} then 'older_version'
        when {{ is_deleted }} != first_value({{ is_deleted }}) {{ window }} then 'older_version'
        when row_reason is not null then row_reason
        when row_number() {{ window }} = 1 then null
        when row_content = first_value(row_content) {{ window }} then 'duplicate'
        else 'conflicting_duplicate'
    end
{%- endmacro %}

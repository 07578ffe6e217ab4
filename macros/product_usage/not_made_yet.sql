{# The condition that an incremental run has no rows of this version yet; see forget_other_versions(). #}
{% macro not_made_yet(version) -%}
    {%- if is_incremental() -%}
        {{ version }} not in (select {{ version }} from {{ this }})
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

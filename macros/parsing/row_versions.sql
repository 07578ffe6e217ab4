{# A load that appends brings a row again when it changed or was deleted. Every raw table may say which version is the
   newest (row_updated_at) and that a row is gone (row_is_deleted); the three steps of a staging model follow.
   What they say of the rows of one key is in duplicate_reason. #}
{% macro version_texts() -%}
    {{ text_value('row_updated_at') }} as row_updated_at_text,
        {{ text_value('row_is_deleted') }} as row_is_deleted_text
{%- endmacro %}


{% macro version_values() -%}
    {{ utc_timestamp('row_updated_at_text') }} as row_updated_at,
        {{ boolean_value('row_is_deleted_text') }} as row_is_deleted
{%- endmacro %}


{# What refuses a row for its version, before its other values are looked at: those of a deleted row are often blank. #}
{% macro version_reasons(relation=none) -%}
    {%- set of = relation ~ '.' if relation else '' -%}
    when {{ of }}row_updated_at is null and {{ of }}row_updated_at_text is not null then 'invalid_timestamp'
            when {{ of }}row_is_deleted is null and {{ of }}row_is_deleted_text is not null then 'invalid_boolean'
            when {{ of }}row_is_deleted then 'deleted'
{%- endmacro %}

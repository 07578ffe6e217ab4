{# The sum of the hashes of rows of metric_history: whatever their order, it differs when a row is changed, removed or
   inserted. MD5, since DuckDB's own hash() may change with its version. #}
{% macro history_signature() -%}
    sum(md5_number_lower({{ row_content([
        'cast(publication_number as varchar)', 'metric_name', 'cast(metric_version as varchar)', 'period_grain',
        'cast(period_start as varchar)', 'breakdown', 'breakdown_value', 'cast(value as varchar)', 'publication_type',
        'cast(as_of as varchar)', 'cast(published_at as varchar)', 'build_id'
    ]) }}))
{%- endmacro %}

{# All of a list that one select each is written from; to sqlfluff, which compares selects in pairs, its first two
   (.sqlfluff sets `is_linted`). #}
{% macro enough_to_lint(found) %}
    {{ return(found[:2] if var('is_linted', false) else found) }}
{% endmacro %}

{# A text that changes with the code of `models` (names) and with `texts`, what macros render that they use: what an
   incremental model made with other code is made again. Empty where nothing is built, since a comment changes it, too, and
   is no change of a definition. #}
{% macro code_version(models, texts=[]) -%}
    {%- set parts = texts | list -%}
    {%- if execute and flags.WHICH in ('build', 'run', 'retry') -%}
        {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.name in models -%}
            {%- do parts.append(node.name ~ node.checksum.checksum) -%}
        {%- endfor -%}
        {{ sql_text(local_md5(parts | sort | join('|'))) }}
    {%- else -%}
        ''
    {%- endif -%}
{%- endmacro %}

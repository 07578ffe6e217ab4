{# Before an incremental run: takes out the rows whose version is no longer one of `versions`, a relation with a column of
   that name. What they were made of has changed, or is gone. #}
{% macro forget_other_versions(version, versions) %}
    {%- if is_incremental() -%}
        {%- if version not in adapter.get_columns_in_relation(this) | map(attribute='name') -%}
            {{ exceptions.raise_compiler_error(
                "Table " ~ this ~ " was built by an older version of this project. Build it anew, once: "
                ~ "dbt build --full-refresh (the ledger of published values is kept)."
            ) }}
        {%- endif -%}
        delete from {{ this }}
        where {{ version }} not in (select {{ version }} from {{ versions }})
    {%- endif -%}
{% endmacro %}

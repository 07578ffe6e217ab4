{# The first billing date of a relation's row (see add_billing_intervals; billed from its billed_from_date) that is not
   before a date. #}
{% macro next_billing_date(relation, on_date) -%}
    {%- set unit_days = 'case ' ~ relation ~ ".billing_interval when 'day' then 1 when 'week' then 7 end * " ~ relation ~ '.billing_interval_count' -%}
    {%- set unit_months = 'case ' ~ relation ~ ".billing_interval when 'month' then 1 when 'quarter' then 3 when 'year' then 12 end * " ~ relation ~ '.billing_interval_count' -%}
    {%- set intervals = 'cast(ceil(coalesce('
        ~ dbt.datediff(relation ~ '.billed_from_date', on_date, 'day') ~ ' / cast(' ~ unit_days ~ ' as double), '
        ~ dbt.datediff(relation ~ '.billed_from_date', on_date, 'month') ~ ' / cast(' ~ unit_months ~ ' as double)'
        ~ ')) as integer)' -%}
    case
        when {{ add_billing_intervals(relation, intervals, relation ~ '.billed_from_date') }} >= {{ on_date }}
            then {{ add_billing_intervals(relation, intervals, relation ~ '.billed_from_date') }}
        else {{ add_billing_intervals(relation, intervals ~ ' + 1', relation ~ '.billed_from_date') }}
    end
{%- endmacro %}

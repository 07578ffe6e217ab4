{# The day on which an entity is judged: the last that counts of the period or, since sign-up, of its own window so far.
   Needs the relations `periods` and `sign_ups`. #}
{% macro north_star_judged_date() -%}
    case
        when periods.window_days is null then periods.last_counted_date
        else least(
            cast({{ dbt.dateadd('day', 'periods.window_days - 1', 'sign_ups.created_date') }} as date),
            {{ setting('as_of') }}
        )
    end
{%- endmacro %}

{# Text as a UTC timestamp, or null when it is not ISO 8601 or not in the calendar. Without an offset it is UTC.
   The pattern comes first: a cast alone also accepts forms that nobody meant. A plain TIMESTAMP cast would drop the
   offset without a word, hence TIMESTAMPTZ. #}
{% macro utc_timestamp(column) %}
    case
        when regexp_full_match({{ column }}, '\d{4}-\d{2}-\d{2}([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d{2}(:?\d{2})?)?)?')
            then make_timestamp(epoch_us(try_cast({{ column }} as timestamptz)))
    end
{%- endmacro %}

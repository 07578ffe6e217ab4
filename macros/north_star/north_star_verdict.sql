{# Whether a value meets a condition: the one place where operators have a meaning. #}
{% macro north_star_verdict(value, threshold='threshold') %}
    case operator
        when '>=' then {{ value }} >= {{ threshold }}
        when '>' then {{ value }} > {{ threshold }}
        when '<=' then {{ value }} <= {{ threshold }}
        when '<' then {{ value }} < {{ threshold }}
        when '=' then {{ value }} = {{ threshold }}
    end
{%- endmacro %}

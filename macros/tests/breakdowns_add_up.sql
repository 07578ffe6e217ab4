{# The values of every breakdown add up to the total, exactly, for measures that can be added. #}
{% test breakdowns_add_up(model, keys, measures) %}
with

totals as (

    select
        {{ keys | join(', ') }},
        {% for measure in measures %}
        {{ measure }}{{ ',' if not loop.last }}
        {% endfor %}

    from {{ model }}

    where breakdown = 'total'

),

sums as (

    select
        {{ keys | join(', ') }},
        breakdown,
        {% for measure in measures %}
        sum({{ measure }}) as {{ measure }}{{ ',' if not loop.last }}
        {% endfor %}

    from {{ model }}

    group by {{ keys | join(', ') }}, breakdown

)

select sums.*

from sums

left join totals
    on {% for key in keys %}{{ 'and ' if not loop.first }}sums.{{ key }} = totals.{{ key }} {% endfor %}

where
    totals.{{ keys[0] }} is null
    {% for measure in measures %}
    or sums.{{ measure }} != totals.{{ measure }}
    or (sums.{{ measure }} is null) != (totals.{{ measure }} is null)
    {% endfor %}
{% endtest %}

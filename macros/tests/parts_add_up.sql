{# The parts of each key add up to the whole that their rows repeat, exactly; or there is a reason and no part at all. #}
{% test parts_add_up(model, keys, part, whole) %}
    select
        {{ keys | join(', ') }},
        sum({{ part }}) as parts,
        max({{ whole }}) as whole

    from {{ model }}

    group by {{ keys | join(', ') }}

    having
        sum({{ part }}) != max({{ whole }})
        or min({{ whole }}) != max({{ whole }})
        or (count(reason) = 0 and (count({{ part }}) < count(*) or max({{ whole }}) is null))
        or (count(reason) > 0 and (count(reason) < count(*) or count({{ part }}) > 0))
{% endtest %}

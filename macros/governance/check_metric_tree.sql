{# Stops the build when a row of metric_tree_children.csv is not right, and names for each fault the row and the column,
   and what to write instead. Single rows first; only where those are right does it look at how rows fit together. #}
{% macro check_metric_tree() %}
    {%- if execute -%}
        {%- set columns = ['parent_metric', 'child_metric', 'operation', 'role', 'position', 'label', 'coefficient'] -%}
        {%- set find -%}
            select
                {% for column in columns %}
                    coalesce(trim({{ column }}), '') as {{ column }}{{ ',' if not loop.last }}
                {% endfor %}
            from ({{ metric_tree_rows_of_open_rooms() }})
            order by 1, 5, 2, 3, 4
        {%- endset -%}
        {%- set rows = [] -%}
        {%- for values in run_query(find).rows -%}
            {%- do rows.append(dict(zip(columns, values))) -%}
        {%- endfor -%}
        {%- set problems = [] -%}
        {%- do metric_tree_row_problems(rows, problems) -%}
        {%- if not problems -%}{%- do metric_tree_parent_problems(rows, problems) -%}{%- endif -%}
        {%- if not problems -%}{%- do metric_tree_path_problems(rows, problems) -%}{%- endif -%}
        {%- if problems -%}
            {{ exceptions.raise_compiler_error(
                'The metric tree in seeds/reference is not right:\n- ' ~ problems | join('\n- ')
            ) }}
        {%- endif -%}
    {%- endif -%}
    {{- 'select 1' -}}
{% endmacro %}


{% macro metric_tree_problem(problems, row, column, words) %}
    {%- do problems.append(
        'metric_tree_children.csv, row ' ~ (row.parent_metric or '(none)') ~ ' > ' ~ (row.child_metric or '(none)')
        ~ ', column ' ~ column ~ ': ' ~ words
    ) -%}
{% endmacro %}


{# Which roles the children of an operation may have. #}
{% macro metric_tree_roles() %}
    {{ return({
        'sum': ['addend'], 'difference': ['addend', 'subtrahend'], 'product': ['factor', 'denominator'],
        'ratio': ['numerator', 'denominator'],
    }) }}
{% endmacro %}


{# What metric_values publishes, by name: its own parts, if it is a ratio. #}
{% macro metric_tree_row_problems(rows, problems) %}
    {%- set published = published_metrics() -%}
    {%- set roles = metric_tree_roles() -%}
    {%- for row in rows -%}
        {%- if row.parent_metric not in published -%}
            {%- do metric_tree_problem(problems, row, 'parent_metric',
                'an orphan, no metric that is published has this name; write one of metric_values') -%}
        {%- elif row.child_metric not in published and row.child_metric != (published[row.parent_metric].type_params.get(row.role) or {}).name -%}
            {%- do metric_tree_problem(problems, row, 'child_metric',
                'no metric that is published has this name; write one of metric_values, or the ratio\'s own ' ~ row.role) -%}
        {%- endif -%}
        {%- if row.operation not in roles -%}
            {%- do metric_tree_problem(problems, row, 'operation',
                "'" ~ row.operation ~ "' is not right; write sum, difference, product or ratio") -%}
        {%- elif row.role not in roles[row.operation] -%}
            {%- do metric_tree_problem(problems, row, 'role',
                "'" ~ row.role ~ "' is no part of a " ~ row.operation ~ '; write ' ~ roles[row.operation] | join(' or ')) -%}
        {%- endif -%}
        {%- if not modules.re.match('^[1-9][0-9]?$', row.position) -%}
            {%- do metric_tree_problem(problems, row, 'position', 'write a whole number, 1 to 99') -%}
        {%- endif -%}
        {%- if not row.label -%}
            {%- do metric_tree_problem(problems, row, 'label', 'write how people say it') -%}
        {%- endif -%}
        {%- if not modules.re.match('^(-?0*[1-9][0-9]*(\\.[0-9]+)?(/[1-9][0-9]*)?)?$', row.coefficient) -%}
            {%- do metric_tree_problem(problems, row, 'coefficient',
                'write what the child is multiplied by, such as 12, -1 or 1/60; leave it blank for 1') -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}


{# Rows of one parent that do not fit together. #}
{% macro metric_tree_parent_problems(rows, problems) %}
    {%- set grains = {} -%}
    {%- for found in run_query('select distinct metric_name, period_grain from ' ~ ref('metric_values')).rows -%}
        {%- do grains.setdefault(found[0], []).append(found[1]) -%}
    {%- endfor -%}
    {%- for parent, children in rows | groupby('parent_metric') -%}
        {%- set first = children[0] -%}
        {%- set counts = {'addend': 0, 'subtrahend': 0, 'factor': 0, 'numerator': 0, 'denominator': 0} -%}
        {%- set seen = {'names': [], 'positions': []} -%}
        {%- for row in children -%}
            {%- do counts.update({row.role: counts[row.role] + 1}) -%}
            {%- if row.operation != first.operation -%}
                {%- do metric_tree_problem(problems, row, 'operation', parent ~ ' is a ' ~ first.operation ~ ' and a '
                    ~ row.operation ~ '; a parent has one operation') -%}
            {%- endif -%}
            {%- if row.child_metric in seen.names -%}
                {%- do metric_tree_problem(problems, row, 'child_metric', 'the parent has this child twice; write it once') -%}
            {%- elif row.position in seen.positions -%}
                {%- do metric_tree_problem(problems, row, 'position', 'the parent has this position twice; number its children') -%}
            {%- endif -%}
            {%- do seen.names.append(row.child_metric) -%}
            {%- do seen.positions.append(row.position) -%}
            {%- if parent in grains and row.child_metric in grains
                and not (grains[parent] | select('in', grains[row.child_metric]) | list) -%}
                {%- do metric_tree_problem(problems, row, 'child_metric', 'it is published by the ' ~ grains[row.child_metric][0]
                    ~ ', the parent by the ' ~ grains[parent][0] ~ '; write a metric of the same periods') -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set wrong = {
            'difference': 'a difference has at least one addend and one subtrahend'
                if counts.addend < 1 or counts.subtrahend < 1,
            'product': 'a product has one factor at least, and two or three factors and denominators together'
                if counts.factor < 1 or counts.factor + counts.denominator not in [2, 3],
            'ratio': 'a ratio has at least one numerator and exactly one denominator'
                if counts.numerator < 1 or counts.denominator != 1,
        }.get(first.operation) -%}
        {%- if wrong and not problems -%}
            {%- do metric_tree_problem(problems, first, 'role', wrong) -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}


{# Metrics that are their own child, grandchild ...: metrics without children, and those without parents, are taken away
   until only circles, and what lies between two of them, are left. #}
{% macro metric_tree_path_problems(rows, problems) %}
    {%- set left = {'rows': rows} -%}
    {%- for _ in rows -%}
        {%- set parents = left.rows | map(attribute='parent_metric') | list -%}
        {%- set children = left.rows | map(attribute='child_metric') | list -%}
        {%- do left.update({'rows': left.rows | selectattr('child_metric', 'in', parents)
            | selectattr('parent_metric', 'in', children) | list}) -%}
    {%- endfor -%}
    {%- if left.rows -%}
        {%- set path = [left.rows[0].parent_metric] -%}
        {%- for _ in left.rows if path | length < 2 or path[-1] not in path[:-1] -%}
            {%- do path.append((left.rows | selectattr('parent_metric', 'equalto', path[-1]) | first).child_metric) -%}
        {%- endfor -%}
        {%- do metric_tree_problem(problems, left.rows[0], 'child_metric',
            'the tree goes round in a circle, ' ~ path | join(' > ') ~ '; take out one of these rows') -%}
    {%- endif -%}
{% endmacro %}

{# After a build: says in words what was rejected of each raw table of which a large share was, with an example and what
   to do, and how much of MRR rests on rejected rows where that is a large share of it. A warning from the share `rejected_share_warned` on, an error that fails the build from `rejected_share_failed`
   on. Reasons that lose nothing (seeds/reference/rejection_reasons.csv) do not count. Tables by the names that dbt gave
   them: a hook has no refs. #}
{% macro report_rejections() %}
    {%- set built = [] -%}
    {%- for result in (results if execute else []) if result.node.name in ('rejected_rows', 'raw_reconciliation', 'rejected_revenue', 'mrr_monthly') and result.status == 'success' -%}
        {%- do built.append(result.node.name) -%}
    {%- endfor -%}
    {%- if built | length == 4 -%}
        {%- set tables = {} -%}
        {%- for node in graph.nodes.values() if node.name in built + ['rejection_reasons'] and node.package_name == 'north_star' -%}
            {%- do tables.update({node.name: node.relation_name}) -%}
        {%- endfor -%}
        {%- set warned = setting_value('rejected_share_warned') | float -%}
        {%- set failed = setting_value('rejected_share_failed') -%}
        {%- set found = run_query(rejections_by_reason(tables)).rows if warned < 1 or failed is not none else [] -%}
        {%- set said = [] -%}
        {%- set errors = [] -%}
        {%- for raw_table, rows in found | groupby('raw_table') -%}
            {%- set lost = rows | sum(attribute='row_count') -%}
            {%- set share = lost / rows[0]['raw_row_count'] -%}
            {%- if share >= warned or (failed is not none and share >= failed | float) -%}
                {%- set reasons = [] -%}
                {%- for row in (rows | sort(attribute='row_count', reverse=true))[:3] -%}
                    {%- do reasons.append('\n  ' ~ row['row_count'] ~ ' ' ~ row['reason'] ~ ', such as ' ~ rejected_values(row) ~ '. ' ~ row['remedy']) -%}
                {%- endfor -%}
                {%- set text = 'Raw table ' ~ raw_table ~ ': ' ~ lost ~ ' of ' ~ rows[0]['raw_row_count'] ~ ' rows were rejected and do not count.' ~ reasons | join -%}
                {%- do (errors if failed is not none and share >= failed | float else said).append(text) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set money = run_query(mrr_at_risk(tables)).rows[0] if warned < 1 else none -%}
        {%- if money and money['at_risk'] > 0 and money['at_risk'] >= warned * (money['mrr'] | float) -%}
            {%- do said.append(
                'Of the MRR of ' ~ '{:,.2f}'.format(money['mrr']) ~ ', rejected rows leave ' ~ '{:,.2f}'.format(money['too_low'])
                ~ ' out and ' ~ '{:,.2f}'.format(money['too_high']) ~ ' in that may not be, and '
                ~ '{:,.2f}'.format(money['unclear']) ~ ' unclear: select * from '
                ~ tables['rejected_revenue'] | replace('"', '') ~ '.'
            ) -%}
        {%- endif -%}
        {%- set where = '\nAll of them: select * from ' ~ tables['rejected_rows'] | replace('"', '') ~ '. The reasons: docs/rejection_reasons.md.' -%}
        {%- if errors -%}
            {{ exceptions.raise_compiler_error((errors + said) | join('\n') ~ where ~ ' If this is as it should be, set rejected_share_failed to null.') }}
        {%- elif said -%}
            {%- do exceptions.warn(said | join('\n') ~ where) -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}


{# One row per raw table and reason that loses something: how many rows, of how many, and one of them. #}
{% macro rejections_by_reason(tables) %}
    select
        rejected.raw_table,
        rejected.reason,
        max(totals.raw_row_count) as raw_row_count,
        count(*) as row_count,
        max(reasons.value_columns) as value_columns,
        max(reasons.value_pattern) as value_pattern,
        max(reasons.remedy) as remedy,
        min(coalesce(rejected.row_key, '') || chr(31) || rejected.raw_text) as example

    from {{ tables['rejected_rows'] }} as rejected

    inner join {{ tables['raw_reconciliation'] }} as totals
        on rejected.raw_table = totals.raw_table

    inner join {{ tables['rejection_reasons'] }} as reasons
        on rejected.reason = reasons.reason

    where reasons.is_loss

    group by rejected.raw_table, rejected.reason
{% endmacro %}


{# What rejected rows leave wrong of today's MRR, by direction. #}
{% macro mrr_at_risk(tables) %}
    select
        coalesce((select mrr from {{ tables['mrr_monthly'] }} order by month_start desc limit 1), 0) as mrr,
        cast(coalesce(sum(mrr_at_risk), 0) as double) as at_risk,
        coalesce(sum(case when mrr_is = 'too_low' then mrr_at_risk end), 0) as too_low,
        coalesce(sum(case when mrr_is = 'too_high' then mrr_at_risk end), 0) as too_high,
        coalesce(sum(case when mrr_is = 'unclear' then mrr_at_risk end), 0) as unclear

    from {{ tables['rejected_revenue'] }}
{% endmacro %}


{# The values for which a row was rejected: of the reason's columns those that do not match its pattern, with the row's
   key; the whole row where no single value is to blame. #}
{% macro rejected_values(row) -%}
    {%- set key, text = row['example'].split('\x1f', 1) -%}
    {%- set values = fromjson(text, {}) -%}
    {%- set shown = [] -%}
    {%- for column in (row['value_columns'] or '').split('|') -%}
        {%- set value = values.get(column) -%}
        {%- if value is not none and not (row['value_pattern'] and modules.re.fullmatch(row['value_pattern'], (value | string) | trim)) -%}
            {%- do shown.append(column ~ " '" ~ value ~ "'") -%}
        {%- endif -%}
    {%- endfor -%}
    {{- shown | join(', ') ~ ' in row ' ~ (key or '(no key)') if shown else 'row ' ~ text -}}
{%- endmacro %}

{# A setting of the project as a SQL literal: the one place where a variable is validated and quoted.
   Order: --vars or vars.yml, then the environment (as_of only), then the demo's own values. #}
{% macro setting(name) %}
    {%- set value = setting_value(name) -%}
    {{- known_settings()[name]['sql'] % ('null' if value is none else value) -}}
{% endmacro %}


{# Its value as people write it, checked; none where it has none and needs none. #}
{% macro setting_value(name) %}
    {%- set known = known_settings() -%}
    {%- if name not in known -%}
        {{ exceptions.raise_compiler_error("There is no setting '" ~ name ~ "'. Known: " ~ known | join(', ')) }}
    {%- endif -%}
    {%- set rule = known[name] -%}
    {%- set value = var(name, none) -%}
    {%- if value is none and 'environment' in rule -%}
        {%- set value = env_var(rule['environment'], '') or none -%}
    {%- endif -%}
    {%- if value is none and is_demo() -%}
        {%- set value = var('demo', {}).get(name) -%}
    {%- endif -%}
    {%- if value is none and 'default' in rule -%}
        {%- set value = rule['default'] -%}
    {%- endif -%}
    {%- if value is none and not rule.get('optional') -%}
        {{ exceptions.raise_compiler_error(
            "The setting '" ~ name ~ "' has no value. Give " ~ rule['form'] ~ ': --vars "{' ~ name ~ ': ...}"'
            ~ (' or ' ~ rule['environment'] if 'environment' in rule else '')
        ) }}
    {%- endif -%}
    {%- if value is not none and not modules.re.fullmatch(rule['pattern'], value | string) -%}
        {{ exceptions.raise_compiler_error("The setting '" ~ name ~ "' is '" ~ value ~ "'; it must be " ~ rule['form']) }}
    {%- endif -%}
    {{ return(value) }}
{% endmacro %}


{# Every setting: what it must look like, in words too, and how it is written in SQL. #}
{% macro known_settings() %}
    {{ return({
        'as_of': {'pattern': '\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])', 'form': 'a date such as 2025-06-30',
            'sql': "cast('%s' as date)", 'environment': 'NORTH_STAR_AS_OF'},
        'reporting_currency': {'pattern': '[A-Z]{3}', 'form': 'an ISO 4217 code such as USD', 'sql': "'%s'"},
        'reporting_timezone': {'pattern': '[A-Za-z]+([_+/-][A-Za-z0-9]+)*', 'form': 'an IANA name such as Europe/Berlin',
            'sql': "'%s'"},
        'end_dates': {'pattern': 'exclusive|inclusive', 'form': 'exclusive or inclusive', 'sql': "'%s'"},
        'revenue_policy': {'pattern': '[a-z][a-z0-9_]*', 'form': 'the name of a row of revenue_policies', 'sql': "'%s'"},
        'past_due_grace_days': {'pattern': '\\d{1,3}', 'form': 'a whole number of days', 'sql': '%s', 'optional': true},
        'gross_margin': {'pattern': '0(\\.\\d{1,6})?|1(\\.0{1,6})?', 'form': 'a share from 0 to 1',
            'sql': 'cast(%s as decimal(9, 6))', 'optional': true},
        'cac_lag_months': {'pattern': '\\d|1\\d|2[0-4]', 'form': 'a whole number of months, 0 to 24', 'sql': '%s'},
        'ltv_horizon_months': {'pattern': '[1-9]\\d{0,2}', 'form': 'a whole number of months from 1 on', 'sql': '%s'},
        'ltv_discount_rate': {'pattern': '0(\\.\\d{1,6})?|1(\\.0{1,6})?', 'form': 'a yearly rate from 0 to 1',
            'sql': 'cast(%s as double)'},
        'north_star_trailing_periods': {'pattern': '[1-9]\\d?', 'form': 'a whole number of periods, 1 to 99', 'sql': '%s'},
        'session_gap_minutes': {'pattern': '[1-9]\\d{0,2}|1[0-3]\\d{2}|14[0-3]\\d|1440', 'form': 'a whole number of minutes, 1 to 1440',
            'sql': 'cast(%s as bigint)'},
        'trial_window_days': {'pattern': '[1-9]\\d{0,2}', 'form': 'a whole number of days, 1 to 999', 'sql': '%s'},
        'return_first_days': {'pattern': '[1-9]\\d?', 'form': 'a whole number of days, 1 to 99', 'sql': '%s'},
        'return_day': {'pattern': '[1-9]\\d{0,2}', 'form': 'a whole number of days, 1 to 999', 'sql': '%s'},
        'return_bracket_days': {'pattern': '[1-9]\\d?', 'form': 'a whole number of days, 1 to 99', 'sql': '%s'},
        'return_minimum_count': {'pattern': '[1-9]\\d{0,5}', 'form': 'a whole number from 1 on', 'sql': '%s'},
        'ltv_minimum_at_risk': {'pattern': '[1-9]\\d{0,5}', 'form': 'a whole number of accounts from 1 on', 'sql': '%s'},
        'north_star_minimum_accounts': {'pattern': '[1-9]\\d{0,5}', 'form': 'a whole number of accounts from 1 on',
            'sql': '%s'},
        'nps_answers': {'pattern': 'latest|all', 'form': 'latest or all', 'sql': "'%s'"},
        'bug_category': {'pattern': '[a-z0-9][a-z0-9 _-]*', 'form': 'a category of tickets in lower case', 'sql': "'%s'"},
        'rejected_share_warned': {'pattern': '0?\\.\\d{1,6}|[01]', 'form': 'a share from 0 to 1', 'sql': '%s', 'default': '0.1'},
        'rejected_share_failed': {'pattern': '0?\\.\\d{1,6}|[01]', 'form': 'a share from 0 to 1', 'sql': '%s', 'optional': true},
        'history_breakdowns': {'pattern': 'total|all', 'form': 'total or all', 'sql': "'%s'"},
    }) }}
{% endmacro %}

-- From when to when each account pays under the chosen policy. The rules: macros/billing/paying_intervals.sql.
{{ paying_intervals() }}

-- What every account pays, item by item, under the chosen policy. The rules: macros/billing/paying_periods.sql.
{{ paying_periods() }}

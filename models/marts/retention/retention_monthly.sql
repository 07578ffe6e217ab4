{{ headline([
    'revenue_retention_monthly_by_breakdown',
    'lifetime_value_by_breakdown',
]) }}

{{ headline([
    'support_monthly_by_breakdown',
    'ces_monthly_by_breakdown',
    'csat_monthly_by_breakdown',
]) }}

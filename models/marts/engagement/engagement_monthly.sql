{{ headline([
    'engagement_monthly_by_breakdown',
    'usage_retention_by_breakdown',
]) }}

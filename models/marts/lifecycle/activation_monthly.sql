{{ headline([
    'activation_cohorts_by_breakdown',
    'trials_monthly_by_breakdown',
]) }}

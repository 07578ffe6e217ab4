{{ headline(['usage_lifecycle_monthly_by_breakdown']) }}

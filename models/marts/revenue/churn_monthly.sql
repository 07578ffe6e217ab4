{{ headline(['churn_monthly_by_breakdown']) }}

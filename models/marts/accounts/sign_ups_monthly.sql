{{ headline(['sign_ups_monthly_by_breakdown']) }}

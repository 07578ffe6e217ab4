{{ headline(['mrr_monthly_by_breakdown']) }}

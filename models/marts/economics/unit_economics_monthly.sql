{{ headline(['unit_economics_monthly_by_breakdown']) }}

{{ headline(['nps_by_breakdown']) }}

{{ headline(['anniversary_retention_by_breakdown']) }}

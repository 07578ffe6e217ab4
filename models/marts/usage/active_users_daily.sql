{{ headline(['active_users_daily_by_breakdown'], period='date_day') }}

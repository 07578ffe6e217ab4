"""Tells people of new alerts: one message per group, each sent once to each destination."""

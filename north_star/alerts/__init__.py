"""Tells people about new alerts: one message per group, each sent once to each destination."""

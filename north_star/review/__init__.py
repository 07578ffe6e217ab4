"""`python -m north_star review`: what a change does to the metrics, in words, SQL and numbers."""

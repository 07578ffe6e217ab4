"""A month's review as one page that a team can meet over."""

"""What the revenue marts cost, against the usual way to the same numbers: a spine of customers and months."""

"""The cost of the revenue marts compared with the usual approach, a spine of customers and months."""

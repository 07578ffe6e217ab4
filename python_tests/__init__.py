"""The validation harness: oracles in plain Python, cases as data, and tests that hold the marts to both."""

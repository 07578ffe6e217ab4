"""A believable company of three years, generated from a fixed seed together with the true answers."""

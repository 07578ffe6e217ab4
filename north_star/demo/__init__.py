"""A believable company of three years, written from a fixed seed, with the truth about it beside the rows."""

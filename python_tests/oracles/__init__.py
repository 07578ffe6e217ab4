"""The definitions in plain Python. Nothing here reads a model, a macro or a mart."""

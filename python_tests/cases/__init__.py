"""Hand-worked cases as data. Each has accounts of its own, so that one build serves them all."""

"""The commands and what goes with them: review, catalogue, alerts, governance, boards, benchmarks."""

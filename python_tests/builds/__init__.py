"""Companies, histories and faults that each test builds for itself."""

"""Other people's data as raw-contract folders. A loader renames and splits; the row rules judge."""

"""The metrics of the manifest, written for other tools: agents, Ossie, Lightdash and Cube."""

"""The metrics of the manifest, written for whoever asks elsewhere: agents, Ossie, Lightdash and Cube."""

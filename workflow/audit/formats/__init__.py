"""How events leave the building: one file per format, each a generator of text."""

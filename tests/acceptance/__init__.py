"""The real processes and the real files, from one end to the other."""

"""Offices through time: what a register changes, who stands above and who inspects, who succeeds whom.
Pure."""

"""Duties of a plan and the periods in which each must be done. Pure."""

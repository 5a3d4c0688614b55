"""Verbs about the clock."""

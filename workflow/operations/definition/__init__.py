"""Verbs about the definition."""

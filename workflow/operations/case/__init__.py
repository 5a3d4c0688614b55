"""Verbs about the case."""

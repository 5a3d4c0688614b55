"""Verbs about the people."""

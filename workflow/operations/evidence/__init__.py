"""Verbs about the evidence."""

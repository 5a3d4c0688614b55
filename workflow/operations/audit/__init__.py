"""Verbs about the audit."""

"""Deciding: entries, sentries, the machine. Pure."""

"""Procedures that nobody here wrote, turned into our language: what it can say, and what it cannot."""

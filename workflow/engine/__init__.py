"""Decides what an act does to a case: facts in, a Decision or the reasons for a Refusal out. Pure."""

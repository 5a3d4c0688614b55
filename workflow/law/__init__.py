"""The law's time limits as data: dated rules with citations, and a preview of what they come to."""

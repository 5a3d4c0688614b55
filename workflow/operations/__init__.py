"""The verbs: one file each, grouped by subject. Each reads facts, lets the rules decide, and records; none
commits."""

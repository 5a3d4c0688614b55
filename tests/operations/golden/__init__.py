"""Golden scenarios: a procedure walked from receipt to closure, every date of every clock reasoned by
hand."""

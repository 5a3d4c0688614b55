"""A demo office: invented people, real procedures, cases that came where they stand by the acts of operations
alone (decision 32)."""

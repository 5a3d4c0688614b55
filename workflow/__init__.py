"""The rules and verbs of a case: pure rooms below, acts in `operations` and `workers`."""

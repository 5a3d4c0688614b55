"""What verbs share: reading definitions and facts, recording decisions, appending to chains. Steps are not
verbs."""

"""From somebody else's files to what our verbs take. Pure: text in, values and faults out."""

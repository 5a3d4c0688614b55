"""The arithmetic of time limits: working calendars, due days with their ledger, and the instants of rungs."""

"""Storage, and the only SQL of the project. One file per subject: its tables and its named queries."""

"""Storage: the schema, its migrations, what the database refuses."""

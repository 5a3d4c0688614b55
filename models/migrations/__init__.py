"""The database's history: each revision takes the schema one release further."""

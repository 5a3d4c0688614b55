"""Who acts, and what the roles allow where. Pure."""

"""Plans and their periods."""

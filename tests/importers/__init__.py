"""Old registers: mapping, rows, whole imports."""

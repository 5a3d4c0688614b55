"""What a procedure is: its parsed model, its schema, its formal checks, its diagram. Pure."""

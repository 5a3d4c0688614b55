"""Vietnamese text and message catalogues."""

"""Vietnamese text: folding for search, alphabetical order, dates and numbers as people write them, message
catalogues. Pure."""

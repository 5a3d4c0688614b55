"""The rules of the house as code: `rules` are pure checks on source text, `contracts` runs import-linter."""

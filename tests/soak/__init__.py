"""The full counts: the same tests at two sizes, a small share in `make test`, the whole in `make soak`."""

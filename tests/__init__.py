"""Tests, one folder per room of the project; shared parts in `support`."""

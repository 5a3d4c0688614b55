"""Measurements (`make bench`): ratios against a floor written by hand, rounds interleaved, CPU too."""

"""Tests of offices through time."""

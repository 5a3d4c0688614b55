"""The evidence: canonical bytes, chains, exports."""

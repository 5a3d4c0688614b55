"""The evidence: canonical events, hash chains and their verification, exports. Pure, so that anyone can
verify without a database."""

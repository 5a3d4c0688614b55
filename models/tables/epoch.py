"""One number that changes whenever definitions, offices or people do: what readings kept in memory are good
for."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, String, Table

from models.base import metadata

epochs = Table(
    "epoch",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("number", BigInteger, nullable=False),
)

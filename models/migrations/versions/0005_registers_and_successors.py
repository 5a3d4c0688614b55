"""Offices from registers: the register's day on a name, where a relation was taken from, and whether a
successor took a whole office or a part of it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("organisation_name", sa.Column("register_on", sa.Date(), nullable=True))
    op.add_column("organisation_link", sa.Column("extent", sa.String(length=10), nullable=True))
    op.add_column("organisation_link", sa.Column("source", sa.String(length=120), nullable=True))

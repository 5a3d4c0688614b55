"""Proposals to move running cases to another version of their case type, and the plan of each case."""

import sqlalchemy as sa
from alembic import op

from models.columns import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "migration",
        sa.Column("migration_id", sa.Uuid(), nullable=False),
        sa.Column("case_type", sa.String(80), nullable=False),
        sa.Column("from_version", sa.String(40), nullable=False),
        sa.Column("from_sha256", sa.String(64), nullable=False),
        sa.Column("to_version", sa.String(40), nullable=False),
        sa.Column("to_sha256", sa.String(64), nullable=False),
        sa.Column("map_file", sa.String(200), nullable=False),
        sa.Column("map_text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("cases_sha256", sa.String(64), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", Instant(), nullable=False),
        sa.Column("approved_by", sa.Uuid()),
        sa.Column("approved_at", Instant()),
        sa.Column("applied_at", Instant()),
        sa.Column("standing", sa.String(10), nullable=False),
        sa.Column("result", sa.JSON()),
        sa.PrimaryKeyConstraint("migration_id", name=op.f("pk_migration")),
    )
    op.create_index(op.f("ix_migration_case_type_standing"), "migration", ["case_type", "standing"])
    op.create_table(
        "migration_case",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("migration_id", sa.Uuid(), nullable=False),
        sa.Column("head_seq", sa.Integer(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("standing", sa.String(10), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("seq", sa.Integer()),
        sa.PrimaryKeyConstraint("case_id", "migration_id", name=op.f("pk_migration_case")),
    )
    op.create_index(
        op.f("ix_migration_case_migration_id_standing_case_id"),
        "migration_case",
        ["migration_id", "standing", "case_id"],
    )

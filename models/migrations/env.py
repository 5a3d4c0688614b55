"""Alembic's entry: runs the revisions on the connection that `models.migrate` hands over."""

from alembic import context

import models.tables  # noqa: F401 - fills the metadata
from models.base import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    user_module_prefix="columns.",
)
with context.begin_transaction():
    context.run_migrations()

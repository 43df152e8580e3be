"""Alembic's entry: run the migrations on the connection that :mod:`assistant.store.migrate` hands over."""

from alembic import context

from assistant.store import account_tables  # noqa: F401 - completes the metadata
from assistant.store.tables import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()

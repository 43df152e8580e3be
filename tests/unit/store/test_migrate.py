"""Migrations make exactly the tables that the code declares, on both engines."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from assistant.store import migrate
from assistant.store.database import Database, connect
from assistant.store.errors import SchemaOutdated
from assistant.store.tables import Base
from assistant.store.vault import Vault, new_key


def test_migrated_schema_is_the_declared_one(database: Database) -> None:
    with database.engine.connect() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert difference == []
    assert migrate.current(database) == migrate.newest()


def test_an_old_schema_says_what_to_run(tmp_path: object) -> None:
    vault = Vault((new_key(),))
    empty = Database(connect(f"sqlite:///{tmp_path}/empty.sqlite3", vault), vault)
    with pytest.raises(SchemaOutdated, match="assistant migrate"):
        migrate.require_current(empty)

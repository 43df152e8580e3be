"""Migrations make exactly the tables that the code declares, on both engines."""

from __future__ import annotations

import json

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

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


OLD_CASE = text(
    "INSERT INTO cases (reference, organisation, kind, status, labels, flags, received_at, due, unsuspended, target, version,"
    " language) VALUES (:reference, 'vng', 'request', 'in_progress', '[]', :flags, '2026-09-01 10:00', '2026-10-01', '2026-10-01',"
    " '2026-09-26', 1, 'nl')"
)


def test_answers_that_waited_before_the_queue_knew_them_are_in_it(database: Database) -> None:
    flags = {"A-1": [], "A-2": ["bounced", "reply_to_judge"], "A-3": ["reply_to_judge_not"]}
    with database.engine.begin() as connection:
        command.downgrade(migrate.config(connection), "0004")
        for reference, carried in flags.items():
            connection.execute(OLD_CASE, {"reference": reference, "flags": json.dumps(carried)})
        command.upgrade(migrate.config(connection), "head")
        marked = connection.scalars(text("SELECT reference FROM cases WHERE reply_to_judge")).all()
    assert marked == ["A-2"]

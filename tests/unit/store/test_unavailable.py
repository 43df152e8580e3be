"""A database that cannot be used says so in one line, without statement, values or password."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from assistant.store import migrate
from assistant.store.database import Database, connect
from assistant.store.errors import DatabaseUnavailable
from assistant.store.tables import Position
from assistant.store.vault import Vault, new_key


def test_nobody_listens(tmp_path: Path) -> None:
    vault = Vault((new_key(),))
    database = Database(connect("postgresql+psycopg://jan:geheim@127.0.0.1:1/none", vault), vault)
    with pytest.raises(DatabaseUnavailable) as caught:
        migrate.require_current(database)
    assert "\n" not in str(caught.value)
    assert "geheim" not in str(caught.value)
    assert "look at" in str(caught.value)


def test_the_folder_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseUnavailable, match=r"correct database\.url"):
        connect(f"sqlite:///{tmp_path}/file/below/x.sqlite3", Vault((new_key(),)))


def test_a_lock_that_stays_is_one_line_and_leaves_nothing(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite_database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")  # the pool gives the same connection again
    other = sqlite3.connect(tmp_path / "test.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with (
        pytest.raises(DatabaseUnavailable, match="database is locked"),
        sqlite_database.transaction() as session,
    ):
        session.add(Position(mailbox="vng", folder="INBOX", uidvalidity=1, last_uid=1))
    other.rollback()
    other.close()
    with sqlite_database.reading() as session:
        assert session.query(Position).count() == 0

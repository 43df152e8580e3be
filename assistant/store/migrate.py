"""The schema, from one revision to the next (Alembic)."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, select

from assistant.store.account_tables import AccountRow
from assistant.store.database import Database, explained
from assistant.store.errors import KeyFileError, SchemaOutdated
from assistant.store.tables import EventRow, OutboxRow, RawMailRow

SCRIPTS = Path(__file__).parent / "migrations"


def config(connection: Connection) -> Config:
    """Alembic's configuration on an open connection."""
    made = Config()
    made.set_main_option("script_location", str(SCRIPTS))
    made.attributes["connection"] = connection
    return made


def upgrade(database: Database) -> str:
    """Bring the schema to the newest revision and return its name."""
    with explained(database.engine), database.engine.begin() as connection:
        command.upgrade(config(connection), "head")
    return newest()


def newest() -> str:
    """The revision that this version of the assistant needs."""
    made = Config()
    made.set_main_option("script_location", str(SCRIPTS))
    return ScriptDirectory.from_config(made).get_current_head() or ""


def current(database: Database) -> str | None:
    """The revision of the database, or None where it has no schema yet."""
    with explained(database.engine), database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def require_readable(database: Database) -> None:
    """Look whether the key file belongs to this database, before mail is set aside because nothing can be read or found.

    Raises:
        KeyFileError: the newest value cannot be decrypted, or look-ups were made with another key than the last.
    """
    with database.reading() as session:
        for column, order in ((EventRow.data, EventRow.id), (RawMailRow.content, RawMailRow.id)):
            session.scalars(select(column).where(column.is_not(None)).order_by(order.desc()).limit(1)).first()
        account = session.execute(select(AccountRow.email, AccountRow.email_hash).limit(1)).first()
        newest_first = select(OutboxRow.recipients, OutboxRow.recipient_hash).order_by(OutboxRow.id.desc())
        sent = session.execute(newest_first.where(OutboxRow.recipient_hash.is_not(None)).limit(1)).first()
    found = [tuple(account)] if account else []
    found += [(sent.recipients[0], sent.recipient_hash)] if sent and sent.recipients else []
    if any(database.vault.lookup(text) != hash_ for text, hash_ in found):
        raise KeyFileError(
            "the last key of the key file is not the one that look-ups were made with; put new keys before it, never after"
        )


def require_current(database: Database) -> None:
    """Raises:
    SchemaOutdated: the schema is not the one this version needs.
    """
    found = current(database)
    if found != newest():
        raise SchemaOutdated(
            f"the database is at revision {found}, {newest()} is needed; run `assistant migrate`"
        )

"""Re-encrypt every encrypted column with the newest key."""

from __future__ import annotations

from sqlalchemy import Column as SqlColumn
from sqlalchemy import LargeBinary, Table, bindparam, select, type_coerce, update

from assistant.store import account_tables  # noqa: F401 - completes the metadata
from assistant.store.database import Database, explained
from assistant.store.tables import Base
from assistant.store.types import EncryptedBytes, EncryptedJson, EncryptedText

BATCH = 200


def rotate(database: Database) -> int:
    """Rotate all values, batch by batch; safe to stop and to run again. Returns how many values were rotated."""
    done = 0
    for table in Base.metadata.sorted_tables:
        columns = [
            c for c in table.columns if isinstance(c.type, EncryptedBytes | EncryptedText | EncryptedJson)
        ]
        if columns:
            done += _rotate_table(database, table, columns)
    return done


def _rotate_table(database: Database, table: Table, columns: list[SqlColumn[object]]) -> int:
    done, last = 0, 0
    raw = [type_coerce(c, LargeBinary).label(c.name) for c in columns]  # without the encryption
    while True:
        with explained(database.engine), database.engine.begin() as connection:
            statement = select(table.c.id, *raw).where(table.c.id > last).order_by(table.c.id).limit(BATCH)
            # Locked: what another worker changes or purges meanwhile must not be written back as it was.
            rows = connection.execute(statement.with_for_update()).mappings().all()
            for row in rows:
                fresh = {
                    c.name: database.vault.rotate(bytes(row[c.name]))
                    for c in columns
                    if row[c.name] is not None
                }
                if fresh:
                    values = {name: bindparam(f"new_{name}", type_=LargeBinary) for name in fresh}
                    connection.execute(
                        update(table).where(table.c.id == row["id"]).values(values),
                        {f"new_{name}": value for name, value in fresh.items()},
                    )
                done += len(fresh)
        if len(rows) < BATCH:
            return done
        last = rows[-1]["id"]

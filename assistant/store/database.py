"""Engines and the unit of work: one transaction, committed or rolled back as a whole."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from assistant.store.errors import DatabaseUnavailable
from assistant.store.later import settle
from assistant.store.vault import Vault

READ_ONLY = {"sqlite_begin": "DEFERRED"}
_PATIENCE = {"connect_timeout": 10, "keepalives_idle": 30, "tcp_user_timeout": 30_000}
"""A PostgreSQL behind a network that swallows everything is given up after so many seconds (the last: milliseconds)."""


def connect(url: str, vault: Vault, pool_size: int = 8) -> Engine:
    """An engine for SQLite (WAL, every commit on disk) or PostgreSQL, with ``vault`` bound to its encrypted columns.

    Raises:
        DatabaseUnavailable: the folder of the SQLite file cannot be made.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = _sqlite(url, parsed.database)
    else:
        engine = create_engine(
            url,
            pool_size=pool_size,
            max_overflow=4,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args=dict(_PATIENCE),
        )
    engine.dialect.vault = vault  # type: ignore[attr-defined]
    return engine


def _sqlite(url: str, path: str | None) -> Engine:
    if path and path != ":memory:":
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseUnavailable(f"database {path}: {error.strerror}; correct database.url") from error
    engine = create_engine(
        url, connect_args={"timeout": 30, "check_same_thread": False}, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy emits BEGIN itself, below
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # A deferred transaction that starts to write later fails at once with "database is locked"
        # instead of waiting; so writers take the lock first.
        kind = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
        connection.exec_driver_sql(f"BEGIN {kind}")

    return engine


@contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """What the engine itself cannot do comes out as one clear line, without statement and values.

    Raises:
        DatabaseUnavailable: it is unreachable, locked, full, or gave up one of two transactions that waited for each other.
    """
    try:
        yield
    except OperationalError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        place = engine.url.render_as_string(hide_password=True)
        raise DatabaseUnavailable(f"database {place}: {reason}; look at the disk and the server") from error


class Database:
    """Opens units of work on one engine."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self.engine = engine
        self.vault = vault
        self._write = sessionmaker(engine, expire_on_commit=False, autoflush=False)
        self._read = sessionmaker(
            engine.execution_options(**READ_ONLY), expire_on_commit=False, autoflush=False
        )

    @property
    def is_postgresql(self) -> bool:
        """Whether rows can be claimed with FOR UPDATE SKIP LOCKED and sweeps held by advisory locks."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose changes commit together at the end, or not at all.

        Raises:
            DatabaseUnavailable: see :func:`explained`; nothing has been committed.
        """
        with explained(self.engine), self._write.begin() as session:
            yield session
            settle(session)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reading; it takes no write lock.

        Raises:
            DatabaseUnavailable: see :func:`explained`.
        """
        with explained(self.engine), self._read() as session:
            yield session

    @contextmanager
    def exclusive(self, name: str) -> Iterator[bool]:
        """Hold the advisory lock ``name`` over several transactions: one sweep at a time over all processes.

        Yields False where another process holds it. SQLite serves a single process, so there it is always True.
        """
        if not self.is_postgresql:
            yield True
            return
        with explained(self.engine), self.engine.connect() as connection:
            key = int.from_bytes(self.vault.digest(name.encode())[:14].encode()[:7], "big")
            held = bool(connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}))
            connection.commit()
            try:
                yield held
            finally:
                if held:
                    connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})
                    connection.commit()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the one process that works on this SQLite file; the lock ends with the process. PostgreSQL serves many.

        Raises:
            DatabaseUnavailable: another process has it.
        """
        path = None if self.is_postgresql else self.engine.url.database
        if not path or path == ":memory:":
            yield
            return
        with Path(f"{path}.lock").open("a", encoding="ascii") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise DatabaseUnavailable(
                    f"another assistant runs on {path}; stop it first, or use PostgreSQL for several workers"
                ) from None
            yield

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

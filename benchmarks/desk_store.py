"""The two databases of 100,000 cases: made once, kept in a cache directory, copied for each measurement."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant import logs
from assistant.settings import Logging
from assistant.store import migrate
from assistant.store.database import Database, connect
from assistant.store.vault import Vault, new_key
from benchmarks import many_cases, prototypes
from tests.house import test_settings
from tests.servers import postgres

ENGINES = ("SQLite", "PostgreSQL")


def cache() -> Path:
    """Where the databases lie; a change of their recipe makes new ones."""
    base = os.environ.get("BENCH_CACHE") or Path("~/.cache/subject-request-assistant-bench").expanduser()
    recipe = b"".join(Path(module.__file__ or "").read_bytes() for module in (many_cases, prototypes))
    return Path(base) / hashlib.sha256(recipe).hexdigest()[:12]


@contextmanager
def filled(engine: str) -> Iterator[tuple[str, str]]:
    """The address of a copy with the newest schema, and its key."""
    kept = cache() / engine.lower()
    if not (kept / "key").exists():
        _make(engine, kept)
    key = (kept / "key").read_text()
    if engine == "PostgreSQL":
        with postgres(durable=True, start=kept / "data") as url:
            _upgrade(url, key)
            yield url, key
        return
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as folder:
        shutil.copy(kept / "cases.sqlite3", folder)
        url = f"sqlite:///{folder}/cases.sqlite3"
        _upgrade(url, key)
        yield url, key


def opened(url: str, key: str) -> Database:
    """A database by its address and key."""
    vault = Vault((key,))
    return Database(connect(url, vault), vault)


def _upgrade(url: str, key: str) -> None:
    database = opened(url, key)
    migrate.upgrade(database)
    many_cases.finish(database)
    database.close()


def _make(engine: str, kept: Path) -> None:
    """Fill a new database and keep it; the key comes last, so that half a database is never used."""
    begin = time.monotonic()
    print(f"making {many_cases.CASES:,} cases on {engine}, once: {kept}", flush=True)
    logs.configure(Logging(level="error"))
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True)
    key = new_key()
    if engine == "PostgreSQL":
        with postgres(keep=kept / "data") as url:
            _fill(url, key)
    else:
        _fill(f"sqlite:///{kept}/cases.sqlite3", key)
    (kept / "key").write_text(key)
    print(f"made in {time.monotonic() - begin:.0f} s", flush=True)


def _fill(url: str, key: str) -> None:
    database = opened(url, key)
    migrate.upgrade(database)
    many_cases.Multiplier(database, test_settings(), prototypes.make(many_cases.NOW)).fill()
    database.close()

"""Both real engines for every test that touches the store, and a whole house on each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from assistant.store.database import Database
from assistant.store.tables import Base
from tests.house import House, fresh_database
from tests.servers import Missing, postgres


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL of our own for this session."""
    try:
        with postgres() as url:
            yield url
    except Missing as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def postgres_database(postgres_url: str) -> Iterator[Database]:
    """One schema for the session; each test gets it empty."""
    database = fresh_database(postgres_url)
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database on each of the two engines."""
    if request.param == "sqlite":
        made = fresh_database(f"sqlite:///{tmp_path}/test.sqlite3")
        yield made
        made.close()
        return
    shared: Database = request.getfixturevalue("postgres_database")
    tables = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
    with shared.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
    yield shared


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Database]:
    """An empty SQLite database, for tests of what both engines share."""
    made = fresh_database(f"sqlite:///{tmp_path}/test.sqlite3")
    yield made
    made.close()


@pytest.fixture
def house(database: Database) -> House:
    """A whole assistant on each engine."""
    return House(database)


@pytest.fixture
def sqlite_house(sqlite_database: Database) -> House:
    """A whole assistant on SQLite."""
    return House(sqlite_database)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser comes last: Playwright keeps an event loop running in this thread, and then no other test can start one."""
    items.sort(key=lambda item: "browser" in item.path.parts)

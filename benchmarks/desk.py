"""The pages of the desk with 100,000 cases, beside the raw limit: the same server answering an empty page.

Each page is asked twenty times as a signed-in colleague over real HTTP; the table shows the median and the slowest.
"""

from __future__ import annotations

import random
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

import httpx
from rich.console import Console
from rich.table import Table
from sqlalchemy import insert

from assistant import logs
from assistant.desk.server import DeskServer
from assistant.settings import Logging
from assistant.stages import accounts, search
from assistant.store.account_tables import StaffRole
from assistant.store.database import Database
from assistant.store.tables import CaseRow
from benchmarks.route import FULL
from tests.house import House, fresh_database, test_settings
from tests.servers import Missing, free_port, postgres

LIMIT = 300.0
ROUNDS = 20
EMAIL, PASSWORD = "bench@vng.example", "een heel lang wachtwoord"
LABELS = ("access", "erasure", "rectification", "objection", "complaint", "question")
OPEN_SHARE = 0.2
PAGES = (
    ("raw: /healthz", "/healthz"),
    ("werkvoorraad", "/werkvoorraad"),
    ("te laat", "/werkvoorraad?rij=te-laat"),
    ("nadert", "/werkvoorraad?rij=nadert"),
    ("gesloten", "/werkvoorraad?rij=gesloten"),
    ("label, page 5", "/werkvoorraad?label=erasure&pagina=5"),
    ("search name", "/zoeken?q=bloem"),
    ("search reference", "/zoeken?q=2026-000777"),
    ("case", "/zaken/VNG-2026-0001"),
    ("quarantine", "/quarantaine"),
    ("unanswered", "/niet-beantwoord"),
    ("overview", "/overzicht"),
    ("chart", "/overzicht/grafiek/maanden.svg"),
    ("calendar", "/overzicht/kalender"),
)


def fill(database: Database, count: int, now: datetime) -> None:
    """Cases of three years, a fifth of them open; made by rows, since nobody opens so many at once."""
    chance = random.Random(7)  # noqa: S311 - sample data
    with database.transaction() as session:
        for start in range(0, count, 5000):
            session.execute(
                insert(CaseRow), [_row(number, chance, now) for number in range(start, start + 5000)]
            )


def _row(number: int, chance: random.Random, now: datetime) -> dict[str, object]:
    is_open = chance.random() < OPEN_SHARE
    received = now - timedelta(days=chance.uniform(0, 45 if is_open else 1000))
    due: date = (received + timedelta(days=30)).date()
    closed = None if is_open else min(received + timedelta(days=chance.uniform(1, 35)), now)
    return {
        "reference": f"OLD-2026-{number:06d}", "organisation": "vng", "kind": "request",
        "status": chance.choice(("triage", "in_progress", "awaiting_identification")) if is_open else "closed",
        "outcome": None if is_open else chance.choice(("granted", "refused", "no_data")), "labels": [chance.choice(LABELS)],
        "flags": [], "received_at": received, "due": due, "unsuspended": due, "target": due - timedelta(days=3), "version": 1,
        "person_hash": f"{number:064d}", "language": "nl", "closed_at": closed,
    }  # fmt: skip


def measure(url: str) -> dict[str, list[float]]:
    """Milliseconds per page, asked over HTTP with a session."""
    found: dict[str, list[float]] = {}
    with httpx.Client(base_url=url, timeout=30, follow_redirects=True) as client:
        token = re.search(r'name="csrf" value="([^"]+)"', client.get("/inloggen").text)
        assert token
        data = {"csrf": token[1], "email": EMAIL, "wachtwoord": PASSWORD, "naar": "/account"}
        assert client.post("/inloggen", data=data).status_code == 200
        for name, path in PAGES:
            for _ in range(ROUNDS):
                begin = time.perf_counter()
                answer = client.get(path)
                found.setdefault(name, []).append((time.perf_counter() - begin) * 1000)
                assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return found


def run(url: str) -> dict[str, list[float]]:
    """One filled desk on the database at ``url``."""
    settings = test_settings()
    desk = settings.desk.model_copy(update={"port": free_port()})
    house = House(fresh_database(url), settings.model_copy(update={"desk": desk}))
    logs.configure(Logging(level="error"))
    house.now = datetime.now(UTC)
    house.receive("vng", "Verzoek om inzage", "Ik verzoek u om inzage in mijn gegevens.\n\nJo Bloem")
    fill(house.database, FULL, house.now)
    while search.index(house.context, 5000):
        pass
    roles = {"vng": [StaffRole.HANDLER, StaffRole.APPROVER]}
    accounts.add(house.context, email=EMAIL, name="Bench", roles=roles, password=PASSWORD, must_change=False)
    server = DeskServer(house.context)
    server.start()
    try:
        return measure(server.url)
    finally:
        server.stop()
        house.database.close()


def main() -> None:
    """Measure and print the table."""
    table = Table(title=f"Pages of the desk with {FULL:,} cases (limit {LIMIT:.0f} ms)", title_justify="left")
    for column in ("database", "page", "median ms", "slowest ms", "limit kept"):
        table.add_column(column, justify="right" if "ms" in column else "left")
    for name in ("SQLite", "PostgreSQL"):
        try:
            with _url(name) as url:
                found = run(url)
        except Missing as error:
            print(f"skipped: {error}")
            continue
        for page, times in found.items():
            kept = "yes" if max(times) < LIMIT else "NO"
            table.add_row(name, page, f"{median(times):.0f}", f"{max(times):.0f}", kept)
    Console(width=120).print(table)


@contextmanager
def _url(name: str) -> Iterator[str]:
    if name == "PostgreSQL":
        with postgres(durable=True) as url:
            yield url
        return
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder)}/bench.sqlite3"

"""The pages of the desk with 100,000 cases on SQLite and PostgreSQL, by a signed-in colleague over HTTP.

The desk runs in a process of its own, as its real server. Each page is opened once right after the start ("first") and then thirty
times in turn with the others. Beside it in the same run the limit: an empty FastAPI page behind the same uvicorn. Then ten colleagues
click at once while mail comes in and goes through the route in the very process that serves them, as with `assistant run`.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import httpx
from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from assistant.stages import accounts
from assistant.store.account_tables import StaffRole
from assistant.store.tables import CaseRow, DraftRow, DraftState
from benchmarks.desk_served import EMAIL, PASSWORD, Told
from benchmarks.desk_store import ENGINES, filled, opened
from benchmarks.many_cases import CASES
from tests.house import House
from tests.servers import Missing, free_port

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 300.0
ROUNDS = 30
STAFF, CLICKS = 10, 40
FREE = frozenset({"export CSV, 1 year", "export XLSX, 1 year", "export CSV, 3 years", "export XLSX, 3 years"})
"""A file of all cases may take longer than a page."""


@dataclass(frozen=True)
class Found:
    """Milliseconds of one page: the first time, and each further time."""

    first: float
    times: Sequence[float]

    @property
    def worst(self) -> float:
        """The slowest of all, the first one too."""
        return max(self.first, *self.times)

    @property
    def most(self) -> float:
        """The 95th percentile of the further ones."""
        return percentile(self.times)


def percentile(times: Sequence[float], share: float = 0.95) -> float:
    """The value below which so many lie."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def pages(url: str, key: str) -> dict[str, str]:
    """What is measured, by name. Numbers of cases and drafts come from the database."""
    database = opened(url, key)
    with database.reading() as session:
        waiting = (
            select(CaseRow.reference, DraftRow.id)
            .join(DraftRow, DraftRow.case_id == CaseRow.id)
            .where(DraftRow.state == DraftState.OPEN, CaseRow.organisation == "vng")
        )
        reference, draft = session.execute(waiting.order_by(DraftRow.id.desc())).first() or ("", 0)
        closed = session.scalar(
            select(CaseRow.reference).where(CaseRow.closed_at.is_not(None)).offset(500).limit(1)
        )
        address = session.scalar(select(CaseRow.person_address).where(CaseRow.reference == reference))
    database.close()
    queues = (
        "alles",
        "te-laat",
        "nadert",
        "beoordelen",
        "identificeren",
        "concept",
        "bezorgfout",
        "van-mij",
        "gesloten",
    )
    work = "/werkvoorraad?rij="
    return {
        **{f"queue {queue}": f"{work}{queue}" for queue in queues},
        "open, one organisation": f"{work}alles&organisatie=vvsg",
        "open, label": f"{work}alles&label=rectification",
        "open, nobody's": f"{work}alles&wie=niemand",
        "open, person and label": f"{work}alles&wie=medewerker-3&label=complaint",
        "open, page 200": f"{work}alles&pagina=200",
        "open, past the end": f"{work}alles&pagina=9999",
        "closed, label": f"{work}gesloten&label=portability",
        "closed, page 1500": f"{work}gesloten&pagina=1500",
        "closed, label, page 100": f"{work}gesloten&label=question&pagina=100",
        "closed, organisation, person": f"{work}gesloten&organisatie=sbb&wie=medewerker-3",
        "search reference": f"/zoeken?q={reference[4:]}",
        "search name, two words": "/zoeken?q=Wilma+Kowalski",
        "search name, common word": "/zoeken?q=de",
        "search address": f"/zoeken?q={address}",
        "case, open": f"/zaken/{reference}",
        "case, closed": f"/zaken/{closed}",
        "draft": f"/zaken/{reference}/concept/{draft}",
        "preview": f"/zaken/{reference}/concept/{draft}/voorbeeld",
        "quarantine": "/quarantaine",
        "unanswered": "/niet-beantwoord",
        "overview, 1 year": "/overzicht",
        "overview, 3 years": "/overzicht?van=2023-11-19&tot=2026-11-18",
        "chart months": "/overzicht/grafiek/maanden.svg",
        "chart on time": "/overzicht/grafiek/op-tijd.svg",
        "chart labels": "/overzicht/grafiek/labels.svg",
        "chart ages": "/overzicht/grafiek/leeftijd.svg",
        "calendar": "/overzicht/kalender",
        "yearly report": "/overzicht/jaarverslag?jaar=2025",
        "audit": "/logboek",
        "audit of a case": f"/logboek?zaak={closed}",
        "accounts": "/beheer",
        "own account": "/account",
        "export CSV, 1 year": "/overzicht/zaken.csv",
        "export XLSX, 1 year": "/overzicht/zaken.xlsx",
        "export CSV, 3 years": "/overzicht/zaken.csv?van=2023-11-19&tot=2026-11-18",
        "export XLSX, 3 years": "/overzicht/zaken.xlsx?van=2023-11-19&tot=2026-11-18",
    }


def add_people(url: str, key: str) -> None:
    """Ten colleagues who may do everything."""
    house = House(opened(url, key))
    roles = {o.id: list(StaffRole) for o in house.settings.organisations}
    for number in range(STAFF):
        accounts.add(
            house.context, email=EMAIL.format(number), name=f"Bench {number}", roles=roles, password=PASSWORD, must_change=False
        )  # fmt: skip
    house.database.close()


@contextmanager
def served(*arguments: str) -> Iterator[Told]:
    """A process of :mod:`benchmarks.desk_served` that answers on a port."""
    command = [sys.executable, "-m", "benchmarks.desk_served", str(free_port()), *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    told = Told(process)
    try:
        told.url = told.ask("")
        yield told
    finally:
        told.stop()


def signed_in(url: str, number: int = 0) -> httpx.Client:
    """A browser of a colleague."""
    client = httpx.Client(base_url=url, timeout=120, follow_redirects=True)
    token = re.search(r'name="csrf" value="([^"]+)"', client.get("/inloggen").text)
    assert token
    data = {"csrf": token[1], "email": EMAIL.format(number), "wachtwoord": PASSWORD, "naar": "/account"}
    answer = client.post("/inloggen", data=data)
    assert "Uitloggen" in answer.text, answer.text[:500]
    return client


def timed(client: httpx.Client, path: str) -> float:
    """Milliseconds until the whole page is there."""
    begin = time.perf_counter()
    answer = client.get(path)
    took = (time.perf_counter() - begin) * 1000
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return took


def measure(url: str, wanted: Mapping[str, str]) -> dict[str, Found]:
    """Each page once, then all in turn, so that none is measured with only its own data warm."""
    with closing(signed_in(url)) as client:
        first = {name: timed(client, path) for name, path in wanted.items()}
        times: dict[str, list[float]] = {name: [] for name in wanted}
        for turn in range(ROUNDS):
            for name, path in wanted.items():
                if name not in FREE or turn < 1:
                    times[name].append(timed(client, path))
    return {name: Found(first[name], times[name]) for name in wanted}


def empty_page() -> float:
    """The median of an empty page of FastAPI behind the same server."""
    with served("empty") as told, httpx.Client(base_url=told.url) as client:
        return median(timed(client, "/") for _ in range(100))


def crowd(told: Told, wanted: Mapping[str, str]) -> tuple[dict[str, list[float]], str]:
    """Ten colleagues open pages without pause, each with a connection of its own, while mail comes in. Also what the route did."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    shared = [name for name in wanted if name not in FREE]
    clients = [signed_in(told.url, number) for number in range(STAFF)]
    told.ask("mail")

    def click(number: int) -> list[tuple[str, float]]:
        mine = [shared[(number * 7 + step * 3) % len(shared)] for step in range(CLICKS)]
        found = []
        for name in mine:
            found.append((name, timed(clients[number], wanted[name])))
            time.sleep(1)  # even a quick reader looks for a moment
        return found

    times: dict[str, list[float]] = {}
    with ThreadPoolExecutor(STAFF) as pool:
        for found in pool.map(click, range(STAFF)):
            for name, took in found:
                times.setdefault(name, []).append(took)
    done = told.ask("count")
    for client in clients:
        client.close()
    return times, done


def show(engine: str, found: Mapping[str, Found], empty: float) -> Table:
    """The table of one engine."""
    table = Table(title=f"{engine}: {CASES:,} cases, limit {LIMIT:.0f} ms, ms per page", title_justify="left")
    for column in ("page", "first", "median", "95 %", "worst", "× empty page", "kept"):
        table.add_column(column, justify="left" if column == "page" else "right")
    for name, one in found.items():
        kept = "free" if name in FREE else "yes" if one.worst < LIMIT else "NO"
        numbers = (one.first, median(one.times), one.most, one.worst)
        table.add_row(name, *(f"{n:.0f}" for n in numbers), f"{median(one.times) / empty:.0f}", kept)
    return table


def main() -> None:
    """Measure and print the tables; ends with 1 where a page took too long."""
    console = Console(width=120)
    empty = empty_page()
    console.print(f"empty page of FastAPI behind the same uvicorn: {empty:.1f} ms")
    broken = []
    for engine in ENGINES:
        try:
            with filled(engine) as (url, key):
                add_people(url, key)
                wanted = pages(url, key)
                with served("desk", url, key) as told:
                    found = measure(told.url, wanted)
                    console.print(show(engine, found, empty))
                    times, done = crowd(told, wanted)
        except Missing as error:
            console.print(f"skipped: {error}")
            continue
        every = [took for some in times.values() for took in some]
        slow = max(times, key=lambda name: median(times[name]))
        console.print(
            f"{STAFF} colleagues at once, {len(every)} pages while {done}: median {median(every):.0f} ms, 95 % "
            f"{percentile(every):.0f} ms, worst {max(every):.0f} ms; slowest page: {slow} ({median(times[slow]):.0f} ms)\n"
        )
        broken += [
            f"{engine}: {name}" for name, one in found.items() if name not in FREE and one.worst >= LIMIT
        ]
    if broken:
        sys.exit("too slow: " + "; ".join(broken))


if __name__ == "__main__":
    main()

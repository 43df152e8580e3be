"""The database goes away in the middle of a request: a clear page, nothing half done, nothing twice, and no text lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from assistant.store.database import Database, connect
from assistant.store.errors import DatabaseUnavailable
from assistant.store.tables import Base, DraftRow, DraftVersionRow, OutboxRow
from tests.desk_house import Visitor, add_people
from tests.house import House
from tests.servers import CuttingProxy

ANNA = "anna@vng.example"
TEXT = "Dit is een lange tekst die niemand nog een keer wil schrijven."
FIELDS = {
    "veld.complaint": "Uw adres stond in een lijst.",
    "veld.findings": "Een medewerker zette het daarin.",
    "veld.measures": "Wij haalden het adres uit de lijst.",
}
URL = "/zaken/VNG-2026-0001"


@pytest.fixture
def through_proxy(
    postgres_url: str, postgres_database: Database, proxy_to: Callable[[int], CuttingProxy]
) -> Iterator[tuple[House, CuttingProxy]]:
    """A house whose connections to PostgreSQL can be cut."""
    with postgres_database.engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())
    proxy = proxy_to(make_url(postgres_url).port or 0)
    vault = postgres_database.vault
    url = make_url(postgres_url).set(port=proxy.port).render_as_string(hide_password=False)
    house = House(Database(connect(url, vault), vault))
    add_people(house)
    house.receive("vng", "Klacht", "Ik dien een klacht in.")
    yield house, proxy
    house.database.close()


def note(visitor: Visitor, house: House, text: str = TEXT):  # type: ignore[no-untyped-def]
    return visitor.post(
        f"{URL}/doe/notitie", {"versie": str(house.row("VNG-2026-0001").version), "text": text}
    )


def save(visitor: Visitor, house: House):  # type: ignore[no-untyped-def]
    row = house.open_drafts[-1]
    data = {"versie": str(row.version), "subject": row.subject, "body": f"{row.body}\n{TEXT}"}
    return visitor.post(f"{URL}/concept/{row.id}", data)


@pytest.mark.parametrize("where", [b"INSERT INTO case_events", b"UPDATE cases", b"COMMIT"])
def test_cut_in_the_middle_leaves_nothing_half_and_loses_no_text(
    through_proxy: tuple[House, CuttingProxy], where: bytes
) -> None:
    house, proxy = through_proxy
    anna = Visitor(house, ANNA)
    before = len(house.events("VNG-2026-0001"))
    written = [False]

    def now(data: bytes) -> bool:
        written[0] = written[0] or b"INSERT INTO case_events" in data
        return where in data and (written[0] or where == b"UPDATE cases")

    proxy.cut_when = now
    page = note(anna, house)
    assert proxy.cut_count >= 1
    assert page.status_code == 503
    assert "niet bereikbaar" in page.text
    assert "niets half opgeslagen" in page.text
    assert TEXT in page.text
    proxy.cut_when = None
    assert len(house.events("VNG-2026-0001")) == before
    assert note(anna, house).status_code == 200
    notes = house.events("VNG-2026-0001", "noted")
    assert [event.data["text"] for event in notes] == [TEXT]


def test_draft_survives_a_cut(through_proxy: tuple[House, CuttingProxy]) -> None:
    house, proxy = through_proxy
    anna = Visitor(house, ANNA)
    proxy.cut_when = lambda data: b"INSERT INTO draft_versions" in data
    page = save(anna, house)
    assert page.status_code == 503
    assert TEXT in page.text
    proxy.cut_when = None
    assert not house.all(DraftVersionRow)
    assert save(anna, house).status_code == 200
    assert TEXT in house.open_drafts[-1].body


@contextmanager
def _answer_lost(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The next commits succeed, but the answer to them never arrives."""
    begun = Database.transaction

    @contextmanager
    def transaction(self: Database) -> Iterator[Session]:
        with begun(self) as session:
            yield session
        raise DatabaseUnavailable("server closed the connection unexpectedly")

    with monkeypatch.context() as patch:
        patch.setattr(Database, "transaction", transaction)
        yield


def test_approval_whose_answer_was_lost_is_not_sent_twice(
    sqlite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = sqlite_house
    add_people(house)
    house.receive("vng", "Klacht", "Ik dien een klacht in.")
    anna = Visitor(house, ANNA)
    row = house.open_drafts[-1]
    form = {"versie": str(row.version), "subject": row.subject, "body": row.body, **FIELDS}
    seen = anna.post(f"{URL}/concept/{row.id}", {**form, "stap": "voorbeeld"})
    digest = re.search(r'name="vingerafdruk" value="(\w{64})"', seen.text)
    assert digest
    approval = {"vingerafdruk": digest[1], "uitkomst": ""}
    with _answer_lost(monkeypatch):
        assert anna.post(f"{URL}/concept/{row.id}/goedkeuren", approval).status_code == 503
    again = anna.post(f"{URL}/concept/{row.id}/goedkeuren", approval)
    assert "al goedgekeurd" in again.text
    house.send()
    assert len(house.all(OutboxRow, ~OutboxRow.automatic)) == 1
    assert len([mail for mail in house.sent("jo@person.example") if "Auto-Submitted" not in mail]) == 1
    assert house.all(DraftRow)[-1].state == "approved"


def test_note_whose_answer_was_lost_is_not_made_twice(
    sqlite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = sqlite_house
    add_people(house)
    house.receive("vng", "Klacht", "Ik dien een klacht in.")
    anna = Visitor(house, ANNA)
    version = str(house.row("VNG-2026-0001").version)
    form = {"versie": version, "text": TEXT}
    with _answer_lost(monkeypatch):
        assert anna.post(f"{URL}/doe/notitie", form).status_code == 503
    again = anna.post(f"{URL}/doe/notitie", form)
    assert again.status_code == 409
    assert TEXT in again.text
    assert len(house.events("VNG-2026-0001", "noted")) == 1


def test_signed_out_meanwhile_shows_the_text_again_but_no_password_and_nothing_of_another_site(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    add_people(house)
    house.receive("vng", "Klacht", "Ik dien een klacht in.")
    anna = Visitor(house, ANNA)
    anna.client.cookies.clear()
    page = note(anna, house, "<script>alert(1)</script> " + TEXT)
    assert page.status_code == 401
    assert TEXT in page.text
    assert "<script>alert" not in page.text
    data = {"oud": "een heel geheim wachtwoord", "nieuw": "nog een geheim wachtwoord", "nogmaals": "x" * 30}
    assert "geheim wachtwoord" not in anna.post("/wachtwoord", data).text
    foreign = anna.client.post(
        f"{URL}/doe/notitie", data={"csrf": "x", "text": TEXT}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert foreign.status_code == 401
    assert TEXT not in foreign.text

"""What the pages say about the technical side of mail is Dutch, and no way to a person's mail leaves the audit trail out."""

from __future__ import annotations

import html
import re

from assistant.store.account_tables import AuditRow
from tests.desk_house import Visitor, add_people
from tests.house import House

ANNA = "anna@vng.example"


def shown(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<style.*?</style>|<[^>]+>", " ", text, flags=re.DOTALL)).split())


def test_mail_of_a_case_read_by_its_own_address_is_a_read_of_that_case(sqlite_house: House) -> None:
    house = sqlite_house
    add_people(house)
    house.receive("vng", "Klacht", "Ik dien een klacht in.")
    [raw], [case] = house.raw, [house.row("VNG-2026-0001")]
    anna = Visitor(house, ANNA)
    assert anna.get(f"/mail/{raw.id}").status_code == 200
    assert anna.get(f"/mail/{raw.id}/bron?zeker=ja").status_code == 200
    read = [(line.action, line.case_id) for line in house.all(AuditRow) if line.action.startswith("GET")]
    assert read == [("GET los bericht", case.id), ("GET los bericht downloaden", case.id)]


def test_mail_the_server_does_not_give_is_told_in_dutch(sqlite_house: House) -> None:
    house = sqlite_house
    add_people(house)
    box = house.mailboxes["vng"]
    box.unreadable.add(box.deliver(b"Subject: x\r\n\r\nx", house.now))
    house.run()
    [raw] = house.raw
    anna = Visitor(house, ANNA)
    for path in ("/quarantaine", f"/mail/{raw.id}"):
        text = shown(anna.get(path).text)
        assert "kon niet van de mailserver worden opgehaald" in text, path
        assert not {"the", "server", "message", "this"} & set(text.lower().split()), path


def test_checks_of_the_sender_and_the_end_of_72_hours_are_told_plainly(sqlite_house: House) -> None:
    house = sqlite_house
    add_people(house)
    house.receive("vng", "Datalek", "Ik meld een datalek.\n\nJo")
    text = shown(Visitor(house, ANNA).get("/zaken/VNG-2026-0001").text)
    assert "SPF geen uitslag" in text
    assert not re.search(r"\b(none|pass|fail)\b", text)
    due = house.row("VNG-2026-0001").due_at
    assert due is not None
    zone = house.settings.organisations[0].timezone
    assert re.search(
        rf"uiterlijk \w+ {due.astimezone(zone).day} \w+ \d{{4}} om {due.astimezone(zone):%H\.%M} uur", text
    )

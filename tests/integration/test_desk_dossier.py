"""The dossier as a person reads it: Dutch, in the organisation's own time, and never with the proof of identity itself."""

from __future__ import annotations

import html
import io
import re
import zipfile
from email.message import EmailMessage

import pytest

from assistant.core.case import EventKind, Outcome, Status
from assistant.stages import dossier_check
from tests.desk_house import Visitor, add_people
from tests.house import House

ANNA = "anna@vng.example"
PASSPORT = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01 the page with the photo"
BSN = "111222333"
_CODES = frozenset({str(kind) for kind in EventKind} | {str(status) for status in Status} | {str(o) for o in Outcome}) | {
    "access", "data_subject", "acknowledgement", "identification-request", "pending", "sent",
}  # fmt: skip


def unpacked(visitor: Visitor, reference: str) -> dict[str, bytes]:
    content = visitor.get(f"/zaken/{reference}/dossier").content
    assert dossier_check.check(content, visitor.house.database.vault) == dossier_check.Check(
        reference, (), True
    )
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def words_of(page: bytes) -> str:
    return html.unescape(re.sub(r"<style.*?</style>|<[^>]+>", " ", page.decode(), flags=re.DOTALL))


def test_it_tells_everything_in_dutch_and_local_time(sqlite_house: House) -> None:
    house = sqlite_house
    add_people(house)
    house.receive("vng", "Inzage", "Ik wil inzage in mijn gegevens.")
    anna = Visitor(house, ANNA)
    version = {"versie": str(house.cases[0].version)}
    anna.post("/zaken/VNG-2026-0001/doe/identificeer", {
        **version, "level": "2", "reason": "Teruggebeld op het bekende nummer.", "received": house.now.date().isoformat(),
    })  # fmt: skip
    anna.post(
        "/zaken/VNG-2026-0001/doe/notitie",
        {"versie": str(house.cases[0].version), "text": "Zoek ook in Drive."},
    )
    text = words_of(unpacked(anna, "VNG-2026-0001")["dossier.html"])
    for told in (
        "Om identificatie gevraagd", "de betrokkene", "Teruggebeld op het bekende nummer.", "Notitie: Zoek ook in Drive.",
        "Ontvangstbevestiging", "verzonden", "inzage", "in behandeling",
    ):  # fmt: skip
        assert told in text, told
    assert not _CODES & set(re.split(r"[^a-z_-]+", text)), _CODES & set(re.split(r"[^a-z_-]+", text))
    assert not re.search(r"\d{4}-\d\d-\d\d[T ]\d", text)  # moments are Dutch, not ISO in UTC
    assert f"{house.now.astimezone(house.settings.organisations[0].timezone):%H.%M} uur" in text


@pytest.mark.parametrize("how", ["attachment", "number"])
def test_proof_of_identity_stays_out(sqlite_house: House, how: str) -> None:
    house = sqlite_house
    add_people(house)
    mail = EmailMessage()
    mail["Return-Path"], mail["From"], mail["To"] = (
        "<jo@person.example>",
        "Jo <jo@person.example>",
        "po@vng.nl",
    )
    mail["Subject"], mail["Date"], mail["Message-ID"] = "Inzage", house.now, "<proof@person.example>"
    mail.set_content(
        f"Ik wil inzage in mijn gegevens.{f' Mijn BSN is {BSN}.' if how == 'number' else ''}\n\nJo"
    )
    if how == "attachment":
        mail.add_attachment(PASSPORT, maintype="image", subtype="jpeg", filename="paspoort.jpg")
    house.deliver("vng", mail.as_bytes())
    house.run()
    files = unpacked(Visitor(house, ANNA), "VNG-2026-0001")
    [received] = [name for name in files if name.startswith("ontvangen/")]
    assert received.endswith(".txt")
    assert "Ik wil inzage in mijn gegevens." in files[received].decode()
    assert not any(BSN in content.decode(errors="replace") for content in files.values())
    assert not any(
        b"paspoort.jpg" in content for name, content in files.items() if name.startswith("ontvangen/")
    )
    assert "dat staat niet in een dossier" in words_of(files["dossier.html"])

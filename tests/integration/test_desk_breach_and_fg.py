"""A breach report beside a request gets its own case and clock; what goes to the FG takes the original mail along."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from assistant.core.ledger import Kind
from assistant.stages import original_mail
from assistant.store.tables import CorrectionRow
from tests.desk_house import Visitor, add_people
from tests.house import House

ANNA = "anna@vng.example"
FG = "fg@vng.nl"


def judge(visitor: Visitor, house: House, reference: str, *labels: str, **more: str):  # type: ignore[no-untyped-def]
    data = {"versie": str(house.row(reference).version), "label": list(labels), **more}
    return visitor.post(f"/zaken/{reference}/labels", data)


def test_request_that_is_also_a_breach_report_is_split(house: House) -> None:
    add_people(house)
    house.receive("vng", "Klacht", "Ik dien een klacht in.")
    received = house.row("VNG-2026-0001").received_at
    house.turn(hours=5)
    anna = Visitor(house, ANNA)
    page = judge(anna, house, "VNG-2026-0001", "complaint", "breach_report")
    assert page.status_code == 200
    assert "elk op een eigen zaak" in page.text
    first, second = house.row("VNG-2026-0001"), house.row("VNG-2026-0002")
    assert (first.kind, first.labels) == (Kind.REQUEST, ["complaint"])
    assert (second.kind, second.labels) == (Kind.BREACH, ["breach_report"])
    assert second.received_at == received
    assert second.due_at == received + timedelta(hours=72)
    assert (second.person_hash, second.person_name) == (first.person_hash, first.person_name)
    assert house.case("VNG-2026-0001").case.links == {"VNG-2026-0002"}
    assert house.case("VNG-2026-0002").case.links == {"VNG-2026-0001"}
    assert [a.kind for a in house.alarms if a.case_id == second.id] == ["breach"]
    [kept] = house.all(CorrectionRow)
    assert (kept.was, set(kept.now)) == (["complaint"], {"complaint", "breach_report"})
    assert "VNG-2026-0002" in anna.get("/zaken/VNG-2026-0001").text
    assert anna.get("/zaken/VNG-2026-0002").status_code == 200
    # Once more, by a colleague who ticks the same: nothing twice.
    judge(anna, house, "VNG-2026-0001", "complaint", "breach_report")
    assert len(house.cases) == 2
    assert len(house.sent("jo@person.example")) == 1, "acknowledged once"


def test_breach_report_that_is_also_a_request_keeps_its_clock(house: House) -> None:
    add_people(house)
    house.receive("vng", "Datalek", "Volgens mij is dit een datalek.")
    due = house.row("VNG-2026-0001").due_at
    judge(Visitor(house, ANNA), house, "VNG-2026-0001", "access", "breach_report", identificatie="ja")
    first, second = house.row("VNG-2026-0001"), house.row("VNG-2026-0002")
    assert (first.kind, first.labels, first.due_at) == (Kind.BREACH, ["breach_report"], due)
    assert (second.kind, second.labels) == (Kind.REQUEST, ["access"])
    assert second.status == "awaiting_identification", "the ladder was climbed"
    assert house.row("VNG-2026-0002").due > house.row("VNG-2026-0001").due


def test_doubtful_breach_report_gets_its_own_clock_when_it_is_confirmed(sqlite_house: House) -> None:
    house = sqlite_house
    add_people(house)
    house.receive("vng", "Wat nu", "Wat nu? Misschien een datalek.")
    assert house.row("VNG-2026-0001").kind == Kind.REQUEST
    judge(Visitor(house, ANNA), house, "VNG-2026-0001", "breach_report")
    row = house.row("VNG-2026-0001")
    assert (row.kind, row.status) == (Kind.BREACH, "in_progress")
    assert row.due_at == row.received_at + timedelta(hours=72)
    assert not house.all(CorrectionRow), "the machine was right"


def test_doubtful_mail_with_both_is_split_when_it_is_confirmed(sqlite_house: House) -> None:
    house = sqlite_house
    add_people(house)
    house.receive("vng", "Wat nu", "Wat nu? Een klacht en een datalek.")
    anna = Visitor(house, ANNA)
    refused = anna.post(
        "/zaken/VNG-2026-0001/doe/splits",
        {"versie": str(house.row("VNG-2026-0001").version), "labels": "breach_report"},
    )
    assert refused.status_code == 422
    assert "vanzelf een eigen zaak" in refused.text
    judge(anna, house, "VNG-2026-0001", "breach_report", "complaint")
    assert [(row.kind, row.labels) for row in house.cases] == [
        (Kind.REQUEST, ["complaint"]),
        (Kind.BREACH, ["breach_report"]),
    ]
    assert not house.all(CorrectionRow)


def test_breach_report_that_is_a_request_after_all_gets_the_promise(sqlite_house: House) -> None:
    house = sqlite_house
    add_people(house)
    house.receive("vvsg", "Datalek", "Volgens mij is dit een datalek.")
    house.receive("vvsg", "Verwijderen", "Verwijder mijn gegevens.", sender="b@x.example")
    vera = Visitor(house, "vera@vvsg.example")
    judge(vera, house, "VVSG-2026-0001", "erasure")
    changed, straight = house.case("VVSG-2026-0001").case, house.case("VVSG-2026-0002").case
    assert changed.kind is Kind.REQUEST
    assert changed.ledger.promise == straight.ledger.promise
    assert changed.ledger.promise is not None


def to_fg(visitor: Visitor, house: House, reference: str = "VNG-2026-0001"):  # type: ignore[no-untyped-def]
    data = {"versie": str(house.row(reference).version), "reason": "De FG moet hiernaar kijken."}
    return visitor.post(f"/zaken/{reference}/doe/naar-fg", data)


def original_of(mail: EmailMessage) -> list[EmailMessage]:
    return [p for p in mail.iter_attachments() if p.get_filename()]  # type: ignore[misc]


@pytest.mark.parametrize("body", ["Ik dien een klacht in.", "Ik dien een klacht in over mijn privéadres. €"])
def test_fg_gets_the_original_mail(sqlite_house: House, body: str) -> None:
    house = sqlite_house
    add_people(house)
    house.receive("vng", "Klacht", body)
    page = to_fg(Visitor(house, ANNA), house)
    assert page.status_code == 200
    house.send()
    [mail] = house.sent(FG)
    assert str(mail["Subject"]).startswith("Doorgestuurd aan de FG")
    text = mail.get_body().get_content()  # type: ignore[union-attr]
    assert "Het oorspronkelijke bericht is bijgevoegd" in " ".join(text.split())
    assert "/zaken/VNG-2026-0001" in text
    assert "misgegaan" not in text
    [attached] = original_of(mail)
    assert attached.get_content_type() == "message/rfc822"
    assert attached.get_filename() == "VNG-2026-0001.eml"
    assert attached.get_content().get_content().strip() == body
    assert "FG" in house.events("VNG-2026-0001", "forwarded")[-1].data["reason"]


@pytest.mark.parametrize("why", ["large", "bsn", "deleted"])
def test_what_must_stay_on_the_desk_is_told_as_a_link(
    sqlite_house: House, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    house = sqlite_house
    add_people(house)
    number = "Mijn BSN is 111222333." if why == "bsn" else ""
    house.receive("vng", "Klacht", f"Ik dien een klacht in. {number}")
    if why == "large":
        monkeypatch.setattr(original_mail, "LARGEST", 100)
    if why == "deleted":
        with house.database.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE raw_mails SET content = NULL")
    to_fg(Visitor(house, ANNA), house)
    house.send()
    [mail] = house.sent(FG)
    assert not original_of(mail)
    text = " ".join(mail.get_content().split())
    assert "staat bij de zaak op de werkplek" in text
    assert "bijgevoegd" not in text
    assert "111222333" not in text


def test_mail_that_no_relay_would_pass_on_goes_as_a_file(sqlite_house: House) -> None:
    house = sqlite_house
    add_people(house)
    raw = house.mail("Klacht", "Ik dien een klacht in.") + b"x" * 3000 + b"\n"
    house.deliver("vng", raw)
    house.run()
    to_fg(Visitor(house, ANNA), house)
    house.send()
    [mail] = house.sent(FG)
    [attached] = original_of(mail)
    assert attached.get_content_type() == "application/octet-stream"
    assert attached.get_content() == raw


def test_forward_by_the_machine_says_that_the_mail_is_on_the_desk(sqlite_house: House) -> None:
    house = sqlite_house
    house.receive("vng_connect", "Klacht", "Ik dien een klacht in.")
    [mail] = house.sent("po.connect@vng.nl")
    assert not original_of(mail)
    text = " ".join(mail.get_content().split())
    assert "bijgevoegd" not in text
    assert "staat bij de zaak op de werkplek" in text
    assert message_from_bytes(mail.as_bytes(), policy=policy.default)["Auto-Submitted"] == "auto-generated"

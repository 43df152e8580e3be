"""Care for what people send: numbers masked, identity documents set aside, content purged, and their own language."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import text

from assistant.core.case import EventKind, Outcome, Status
from assistant.stages.purge import purge
from assistant.store.tables import DraftRow, DraftVersionRow
from replies.facts import LetterKind
from tests.acceptance.staff import Staff
from tests.house import House

JO = "jo@person.example"
BSN = "111222333"
RRN = "85.07.30-033.28"
ENGLISH = "Dear Sir or Madam,\n\nPlease send me a copy of my data.\n\nKind regards,\nJo"


JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"


def with_attachment(filename: str, content_type: str, content: bytes, body: str) -> bytes:
    """A mail with one file."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = f"Jo <{JO}>", "po@vng.nl", "Inzage"
    made["Message-ID"] = "<attached@person.example>"
    made.set_content(body)
    main, _, sub = content_type.partition("/")
    made.add_attachment(content, maintype=main, subtype=sub, filename=filename)
    return made.as_bytes()


@pytest.mark.parametrize(
    ("organisation", "number", "kind"),
    [
        ("vng", BSN, "bsn"),
        ("sbb", BSN, "bsn"),
        ("vvsg", RRN, "rijksregisternummer"),
    ],
)
def test_national_number_is_masked_on_arrival_and_staff_are_told(
    house: House, organisation: str, number: str, kind: str
) -> None:
    house.receive(organisation, f"Inzage {number}", f"Graag inzage. Mijn nummer is {number}.\n\nJo")
    [message], [case] = house.messages, house.cases
    assert number not in repr(message.parsed)
    assert number not in repr(house.events(case.reference))
    assert f"masked_{kind}" in case.flags
    assert any("persoonsnummer" in alarm.summary for alarm in house.alarms)
    assert not any(number in mail.get_content() for mail in house.sent())
    house.now += timedelta(days=15)
    purge(house.context)
    assert house.contents == [None]  # the bytes with the number do not outlive their fourteen days
    assert house.row(case.reference).status == Status.AWAITING_IDENTIFICATION


@pytest.mark.parametrize(
    ("filename", "content_type", "content"),
    [
        ("paspoort.jpg", "image/jpeg", JPEG),
        ("Kopie ID-kaart.pdf", "application/pdf", b"%PDF-1.7\n"),
        ("rijbewijs.heic", "image/heic", b"\x00\x00\x00\x18ftypheic\x00\x00"),
    ],
)
def test_identity_copy_nobody_asked_for_is_set_aside(
    sqlite_house: House, filename: str, content_type: str, content: bytes
) -> None:
    house = sqlite_house
    house.deliver("vng", with_attachment(filename, content_type, content, "Graag inzage.\n\nJo"))
    house.run()
    [case] = house.cases
    assert "isolated_attachment" in case.flags
    assert any("bewijsstuk" in alarm.summary for alarm in house.alarms)
    assert case.status == Status.AWAITING_IDENTIFICATION  # it proves nothing by itself
    house.now += timedelta(days=15)
    purge(house.context)
    assert house.contents == [None]


def test_an_ordinary_attachment_stays(sqlite_house: House) -> None:
    house = sqlite_house
    house.deliver(
        "vng", with_attachment("toelichting.pdf", "application/pdf", b"%PDF-1.7\n", "Graag inzage.")
    )
    house.run()
    house.now += timedelta(days=15)
    purge(house.context)
    assert "isolated_attachment" not in house.cases[0].flags
    assert None not in house.contents


def test_content_goes_a_year_after_closing_and_the_register_line_stays(house: House) -> None:
    staff = Staff(house)
    house.receive("vng", "Klacht", "Ik dien een klacht in.\n\nJo Bloem")
    reference = house.cases[0].reference
    staff.answer(reference, Outcome.GRANTED)
    house.now += timedelta(days=364)
    purge(house.context)
    assert None not in house.contents
    house.now += timedelta(days=2)
    purge(house.context)
    purge(house.context)

    row = house.row(reference)
    assert (row.person_address, row.person_name, row.person_hash) == (None, None, None)
    assert house.contents == [None]
    assert not any(draft.body or draft.subject for draft in house.all(DraftRow))
    assert house.all(DraftVersionRow) == []
    assert (row.reference, row.labels, row.outcome) == (reference, ["complaint"], Outcome.GRANTED)
    assert len(house.events(reference, EventKind.PURGED)) == 1
    assert house.case(reference).case.purged
    with house.database.engine.connect() as connection:
        assert (
            connection.execute(
                text("SELECT count(*) FROM outbox WHERE content IS NOT NULL AND NOT to_staff")
            ).scalar()
            == 0
        )


def test_an_open_case_is_never_purged(sqlite_house: House) -> None:
    house = sqlite_house
    house.receive("vng", "Klacht", "Ik dien een klacht in.")
    house.now += timedelta(days=3000)
    purge(house.context)
    assert house.row(house.cases[0].reference).person_address == JO


@pytest.mark.parametrize("organisation", ["vng", "vng_connect", "vng_kchn", "vvsg", "sbb"])
def test_english_mail_is_acknowledged_and_asked_in_english(sqlite_house: House, organisation: str) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    house.receive(organisation, "Access request", ENGLISH)
    [case] = house.cases
    acknowledgement, question = (mail.get_content() for mail in house.sent(JO))
    for letter in (acknowledgement, question):
        assert letter.startswith("Dear")
        assert case.reference in letter
        assert "Met vriendelijke groet" not in letter
    assert "access" in acknowledgement
    assert "free of charge" in acknowledgement
    assert f"{case.due.day} {case.due:%B} {case.due.year}" in acknowledgement
    assert "passport" in question
    assert "language_en" in case.flags
    staff.identify(case.reference)
    [draft] = staff.drafts(case.reference)
    assert draft.kind == LetterKind.ACCESS_ANSWER
    staff.finish(draft, Outcome.GRANTED)


def test_reminder_in_english_too(sqlite_house: House) -> None:
    house = sqlite_house
    house.receive("vng", "Access request", ENGLISH)
    for _ in range(9):
        house.turn(days=1)
    reminder = house.sent(JO)[2].get_content()
    assert reminder.startswith("Dear")
    assert "On 1 September 2026 we asked you" in reminder

"""What staff hear: the morning digest, reminders before each date once ever, the escalation when it passes, the calendar."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from assistant.core.case import EventKind, Outcome
from assistant.stages.calendar import feed
from assistant.store.tables import OutboxRow
from replies.facts import LetterKind
from tests.acceptance.staff import Staff
from tests.house import House

STAFF = {o: f"staff@{o.replace('_', '-')}.example" for o in ("vng", "vng_connect", "vng_kchn", "vvsg", "sbb")}
COMPLAINT = "Ik dien een klacht in over wat u met mijn gegevens deed.\n\nJo Bloem"


def told(house: House, kind: str) -> list[OutboxRow]:
    """Mail to staff of one kind."""
    return [row for row in house.outbox if row.kind == f"staff-{kind}"]


def subjects(house: House, organisation: str, words: str) -> list[str]:
    """Subjects of mail to an organisation's staff that hold these words."""
    return [str(m["Subject"]) for m in house.sent(STAFF[organisation]) if words in str(m["Subject"])]


def test_morning_digest_once_a_day_with_what_waits_and_no_names(house: House) -> None:
    house.receive("vng", "Klacht", COMPLAINT)
    house.receive("vng", "vraagje", "Hoi, ik stond op die lijst. Wat nu?", sender="Piet <piet@x.example>")
    house.receive("vvsg", "Inzage", "Graag inzage.", sender="An <an@x.example>")
    waiting, unclear, asked = (case.reference for case in house.cases)
    house.now = datetime(2026, 9, 28, 4, 0, tzinfo=UTC)  # six in the morning in Amsterdam
    house.turn()
    assert told(house, "digest") == []
    for _ in range(30):
        house.turn(hours=1)
    digests = [m for m in house.sent(STAFF["vng"]) if "Ochtendoverzicht" in str(m["Subject"])]
    assert ["28 september" in str(m["Subject"]) for m in digests] == [True, False]
    text = digests[0].get_content()
    assert waiting in text[text.index("Wacht op goedkeuring") :]
    assert unclear in text[text.index("Te beoordelen") :]
    assert not any(word in text for word in ("Bloem", "Piet", "jo@person", "lijst"))
    flemish = [m for m in house.sent(STAFF["vvsg"]) if "Ochtendoverzicht" in str(m["Subject"])]
    assert asked in flemish[0].get_content()
    assert waiting not in flemish[0].get_content()


def test_digest_tells_of_silence_alone(sqlite_house: House) -> None:
    house = sqlite_house
    house.receive("vng", "Inzage", "Graag inzage.")
    house.turn(days=9)
    [digest] = [m for m in house.sent(STAFF["vng"]) if "Ochtendoverzicht" in str(m["Subject"])]
    assert "Wacht op antwoord van de aanvrager" in digest.get_content()


def test_no_digest_where_nothing_waits(sqlite_house: House) -> None:
    sqlite_house.turn(days=1)
    assert told(sqlite_house, "digest") == []


def test_reminders_come_exactly_once_across_restarts(house: House) -> None:
    house.receive("vng", "Klacht", COMPLAINT)
    for _ in range(32):
        for restarted in (House(house.database), house):
            restarted.now, restarted.sender = house.now, house.sender
            restarted.turn(hours=12)
            house.now = restarted.now
    counted = Counter(row.dedupe_key for row in told(house, "reminder"))
    assert set(counted.values()) == {1}
    # Target 28 September less 5 and 1, due 1 October less 10, 5, 2, 1 and 0 working days; the day after it is overdue.
    in_september = [date(2026, 9, day) for day in (17, 21, 24, 25, 29, 30)]
    expected = [*in_september, date(2026, 10, 1), date(2026, 10, 2)]
    assert sorted({row.created_at.date() for row in told(house, "reminder")}) == expected
    assert house.row(house.cases[0].reference).flags.count("escalated") == 1


def test_downtime_brings_the_last_reminder_and_not_all_of_them(sqlite_house: House) -> None:
    house = sqlite_house
    house.receive("vng", "Klacht", COMPLAINT)
    house.turn(days=29)  # asleep until 30 September
    reminders = told(house, "reminder")
    assert 1 <= len(reminders) <= 3
    house.turn(minutes=5)
    assert len(told(house, "reminder")) == len(reminders)


@pytest.mark.parametrize("organisation", ["vng", "vng_kchn"])
def test_what_is_overdue_goes_to_the_fg_once(sqlite_house: House, organisation: str) -> None:
    house = sqlite_house
    house.receive(organisation, "Klacht", COMPLAINT)
    reference = house.cases[0].reference
    for _ in range(17):
        house.turn(days=2)
    to_fg = [m for m in house.sent("fg@vng.nl") if reference in f"{m['Subject']}{m.get_content()}"]
    assert len(to_fg) == 1
    assert "1 oktober 2026" in to_fg[0].get_content()
    assert "Bloem" not in to_fg[0].get_content()
    assert len(house.events(reference, EventKind.ESCALATED)) == 1


@pytest.mark.parametrize("organisation", ["vng_connect", "vvsg", "sbb"])
def test_without_an_address_of_the_fg_staff_are_told(sqlite_house: House, organisation: str) -> None:
    house = sqlite_house
    house.receive(organisation, "Klacht", COMPLAINT)
    house.turn(days=34)
    assert any("escalated" in case.flags for case in house.cases)
    assert house.sent("fg@vng.nl") == []
    assert len(subjects(house, organisation, house.cases[0].reference)) >= 2


def test_a_breach_is_reminded_by_the_hour(sqlite_house: House) -> None:
    house = sqlite_house
    house.receive("vng", "Melding", "Ik meld een datalek.")
    marks = {}
    for hour in range(1, 75):
        house.turn(hours=1)
        marks[hour] = len(told(house, "reminder"))
    assert [hour for hour in range(2, 75) if marks[hour] > marks[hour - 1]] == [24, 48, 66, 72]
    assert any("escalated" in case.flags for case in house.cases)


def test_extension_moves_the_reminders(sqlite_house: House) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    house.receive("vng", "Inzage", "Graag inzage.")
    reference = house.cases[0].reference
    staff.identify(reference)
    staff.finish(staff.write(reference, LetterKind.EXTENSION))
    for _ in range(20):
        house.turn(days=2)
    assert told(house, "reminder") == []
    for _ in range(11):
        house.turn(days=5)
    assert told(house, "reminder")
    assert "escalated" in house.row(reference).flags


def test_a_closed_case_reminds_nobody(sqlite_house: House) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    house.receive("vng", "Klacht", COMPLAINT)
    staff.answer(house.cases[0].reference, Outcome.GRANTED)
    before = len(house.sent())
    for _ in range(20):
        house.turn(days=2)
    assert len(house.sent()) == before


def test_calendar_has_every_open_deadline_of_one_organisation(house: House) -> None:
    staff = Staff(house)
    house.receive("vng", "Klacht", COMPLAINT)
    house.receive("vng", "Inzage", "Graag inzage.", sender="piet@x.example")
    house.receive("vvsg", "Inzage", "Graag inzage.", sender="an@x.example")
    closed, kept, _ = (case.reference for case in house.cases)
    house.now += timedelta(days=1)
    staff.answer(closed, Outcome.GRANTED)
    content = feed(house.context, house.context.organisation("vng"))
    events = {str(e["summary"]): e for e in Calendar.from_ical(content).walk("VEVENT")}
    assert {name.partition(" ")[0] for name in events} == {kept}
    assert events[f"{kept} uiterlijk: inzage"].decoded("dtstart") == date(2026, 10, 1)
    assert b"piet" not in content

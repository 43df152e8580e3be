"""What a message sets going inside the house: the alarm, the forward, the escalation, and what is done without asking."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from assistant.core.case import EventKind, Outcome, Status
from replies.facts import LetterKind
from tests.acceptance.staff import Staff, kinds_of
from tests.house import House, test_settings

STAFF = {o: f"staff@{o.replace('_', '-')}.example" for o in ("vng", "vng_connect", "vng_kchn", "vvsg", "sbb")}
EXCESSIVE = "kennelijk ongegrond of buitensporig (12 lid 5)"
JO = "jo@person.example"
PROVEN = "mx.house.example; spf=pass smtp.mailfrom=person.example; dmarc=pass header.from=person.example"


def texts(house: House, to: str) -> list[str]:
    """Subject and body of what an address got."""
    return [f"{mail['Subject']}\n{mail.get_content()}" for mail in house.sent(to)]


def trusting(house: House) -> House:
    """The same house, whose mail servers tell whether a sender is real."""
    organisations = tuple(
        o.model_copy(
            update={"mail": o.mail.model_copy(update={"trusted_authserv_ids": ("mx.house.example",)})}
        )
        for o in test_settings().organisations
    )
    return House(house.database, test_settings(organisations=organisations))


def known_person(house: House, organisation: str) -> None:
    """An earlier case in which this address proved to be its person's."""
    house.receive(organisation, "Inzage", "Graag krijg ik inzage.", Authentication_Results=PROVEN)
    staff = Staff(house)
    staff.identify(house.cases[0].reference)
    staff.answer(house.cases[0].reference, Outcome.GRANTED)
    house.now += timedelta(days=7)


def test_complaint_goes_to_the_privacy_officer_of_vng_connect(house: House) -> None:
    house.receive("vng_connect", "Klacht", "Ik dien een klacht in: u gaf mijn cv aan een ander.")
    reference = house.cases[0].reference
    [forward] = texts(house, "po.connect@vng.nl")
    assert reference in forward
    assert "cv" not in forward  # the text stays on the desk
    assert house.events(reference, EventKind.FORWARDED)[0].data["to"] == "po.connect@vng.nl"


@pytest.mark.parametrize("organisation", ["vng", "vng_kchn", "vvsg", "sbb"])
def test_complaint_elsewhere_is_told_to_staff_here(sqlite_house: House, organisation: str) -> None:
    house = sqlite_house
    house.receive(organisation, "Klacht", "Ik dien een klacht in.")
    assert any(house.cases[0].reference in mail for mail in texts(house, STAFF[organisation]))
    assert house.sent("po.connect@vng.nl") == []


@pytest.mark.parametrize(
    ("organisation", "contact"),
    [
        ("vng_connect", "po.connect@vng.nl"),
        ("vng", STAFF["vng"]),
        ("vvsg", STAFF["vvsg"]),
        ("sbb", STAFF["sbb"]),
    ],
)
def test_breach_report_rings_at_once_with_the_seventy_two_hour_moment(
    sqlite_house: House, organisation: str, contact: str
) -> None:
    house = sqlite_house
    house.now = datetime(2026, 10, 23, 21, 30, tzinfo=UTC)  # Friday night, and the clock goes back on Sunday
    house.receive(organisation, "Melding", "Ik meld een datalek: ik kreeg een brief van een ander.")
    [alarm] = texts(house, contact)
    assert house.cases[0].reference in alarm
    assert "26 oktober 2026 om 22.30 uur" in alarm
    assert "brief van een ander" not in alarm
    assert house.cases[0].due_at == datetime(2026, 10, 26, 21, 30, tzinfo=UTC)


def test_breach_report_with_a_request_is_two_cases_and_one_acknowledgement(house: House) -> None:
    house.receive("vng", "Datalek", "Ik meld een datalek, en ik wil inzage in mijn gegevens.")
    request, breach = house.cases
    assert (request.labels, breach.labels) == (["access"], ["breach_report"])
    assert request.reference in house.case(breach.reference).case.links
    acknowledgement, question = house.sent(JO)
    assert "inzage" in acknowledgement.get_content()
    assert "melding" in acknowledgement.get_content()
    assert request.reference in question["Subject"]
    assert kinds_of(Staff(house).drafts(breach.reference)) == [LetterKind.BREACH_THANKS]


def test_magazine_goes_to_the_members_desk(house: House) -> None:
    house.receive("vng", "VNG Magazine", "Ik wil mij afmelden voor VNG Magazine.")
    reference = house.cases[0].reference
    [forward] = texts(house, "vngleden@vng.nl")
    assert reference in forward
    assert len(house.sent(JO)) == 1  # only the acknowledgement: nobody proves who they are to stop a magazine
    assert house.row(reference).target == date(2026, 9, 2)


def test_other_mailings_stay_here(sqlite_house: House) -> None:
    sqlite_house.receive("vng", "Ledenbrief", "Ik wil mij afmelden voor de ledenbrief.")
    assert sqlite_house.sent("vngleden@vng.nl") == []


def test_notice_of_default_escalates_the_same_day(house: House) -> None:
    house.receive("sbb", "Inzage", "Graag krijg ik inzage.")
    reference = house.cases[0].reference
    house.now += timedelta(days=29)
    house.reply("sbb", house.sent(JO)[0], "Hierbij stel ik u in gebreke, omdat u niet op tijd hebt beslist.")
    alarms = [alarm for alarm in house.alarms if "ingebrekestelling" in alarm.summary]
    assert {alarm.case_id for alarm in alarms} == {house.row(reference).id}
    assert any(
        "ingebrekestelling" in mail and "30 september 2026" in mail for mail in texts(house, STAFF["sbb"])
    )


def test_notice_of_default_reaches_the_fg_too(sqlite_house: House) -> None:
    house = sqlite_house
    house.receive("vng", "Ingebrekestelling", "Hierbij stel ik u in gebreke. Ik wil nog steeds inzage.")
    assert any(house.cases[0].reference in mail for mail in texts(house, "fg@vng.nl"))
    assert any("ingebrekestelling" in mail for mail in texts(house, STAFF["vng"]))


def test_a_threat_of_it_is_told_without_alarm(sqlite_house: House) -> None:
    house = sqlite_house
    house.receive("vng", "Inzage", "Graag inzage. Als u niet op tijd beslist, stel ik u in gebreke.")
    assert house.sent("fg@vng.nl") == []
    assert any("dreigt" in alarm.summary for alarm in house.alarms)


def test_vvsg_removal_from_a_known_address_asks_nothing(sqlite_house: House) -> None:
    house = trusting(sqlite_house)
    known_person(house, "vvsg")
    before = len(house.sent(JO))
    house.receive("vvsg", "Weg", "Verwijder al mijn gegevens.", Authentication_Results=PROVEN)
    case = house.cases[1]
    [acknowledgement] = house.sent(JO)[before:]
    assert "Je hoeft niet te bewijzen wie je bent" in acknowledgement.get_content()
    assert "waarom" not in acknowledgement.get_content().lower()
    assert case.status == Status.IN_PROGRESS
    assert (case.due - case.received_at.date()).days == 30
    assert any("niet vragen waarom" in alarm.summary for alarm in house.alarms)
    letter = Staff(house).answer(case.reference, Outcome.GRANTED).get_content()
    assert "factuur van 12 mei 2024" in letter


def test_vvsg_removal_is_not_refused_unwarned_and_not_stretched(sqlite_house: House) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    house.receive("vvsg", "Weg", "Verwijder al mijn gegevens.")
    reference = house.cases[0].reference
    staff.identify(reference)
    refusal = staff.fill(staff.write(reference, LetterKind.REFUSAL), ground=EXCESSIVE)
    assert "removal_refused" in {finding.rule for finding in staff.look(refusal).findings}
    assert staff.look(staff.fill(staff.write(reference, LetterKind.EXTENSION))).errors


def test_thirty_days_are_longer_than_february(sqlite_house: House) -> None:
    house = sqlite_house
    house.now = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
    house.receive("vvsg", "Weg", "Verwijder al mijn gegevens.")
    assert house.cases[0].due == date(2027, 3, 1)


def test_sbb_corrects_at_once(sqlite_house: House) -> None:
    house = trusting(sqlite_house)
    known_person(house, "sbb")
    house.now = datetime(2026, 9, 11, 9, 0, tzinfo=UTC)  # a Friday
    house.receive("sbb", "Verhuisd", "Ik ben verhuisd, pas mijn adres aan.", Authentication_Results=PROVEN)
    case = house.cases[1]
    assert case.status == Status.IN_PROGRESS
    assert (case.target, case.due) == (date(2026, 9, 14), date(2026, 10, 12))
    house.turn(days=3)
    assert any(case.reference in mail for mail in texts(house, STAFF["sbb"]))
    Staff(house).answer(case.reference, Outcome.GRANTED)
    assert house.row(case.reference).outcome == Outcome.GRANTED


def test_objection_to_marketing_is_stopped_without_asking_who(sqlite_house: House) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    house.receive("vng_kchn", "Reclame", "Ik maak bezwaar tegen het gebruik van mijn adres voor reclame.")
    reference = house.cases[0].reference
    assert len(house.sent(JO)) == 1
    [draft] = staff.drafts(reference)
    assert draft.kind == LetterKind.DIRECT_MARKETING
    assert staff.look(staff.fill(staff.write(reference, LetterKind.REFUSAL), ground=EXCESSIVE)).errors
    staff.finish(draft, Outcome.GRANTED)


def test_lawyer_is_asked_for_a_mandate_not_for_who_they_are(sqlite_house: House) -> None:
    house = sqlite_house
    house.receive(
        "sbb", "Inzage", "Als advocaat verzoek ik namens mijn cliënt om inzage in zijn gegevens.",
        sender="mr. Wet <wet@advocaten.example>",
    )  # fmt: skip
    question = house.sent("wet@advocaten.example")[1]
    assert "machtiging" in question.get_content()
    assert "representative_lawyer" in house.cases[0].flags

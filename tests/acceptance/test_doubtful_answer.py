"""An answer that the machine does not surely understand is told to staff, stands on the case, and nobody is reminded who answered."""

from __future__ import annotations

import re

from assistant.core.case import EventKind, Status
from assistant.stages.events import record
from tests.desk_house import Visitor, add_people
from tests.house import House

JO = "jo@person.example"
DOUBTFUL = "Wat nu? Ik heb alles al eens aan uw collega verteld."


def _asked(house: House, answer: str) -> str:
    house.receive("vng", "Mijn gegevens", "Graag krijg ik inzage in mijn gegevens.\n\nJo")
    reference: str = house.cases[-1].reference
    question = next(mail for mail in house.sent(JO) if "zeker weten" in str(mail["Subject"]))
    house.reply("vng", question, answer)
    return reference


def _reminded(house: House, reference: str) -> bool:
    for _ in range(20):
        house.turn(days=1)
    return EventKind.IDENTIFICATION_REMINDED in [event.kind for event in house.events(reference)]


def test_staff_are_told_and_the_case_says_so(sqlite_house: House) -> None:
    house = sqlite_house
    add_people(house)
    reference = _asked(house, DOUBTFUL)
    assert house.row(reference).status == Status.AWAITING_IDENTIFICATION  # doubt stops and starts no clock
    assert [alarm.kind for alarm in house.alarms if alarm.summary == "antwoord te beoordelen"] == ["notice"]
    anna = Visitor(house, "anna@vng.example")
    assert "antwoord te beoordelen" in anna.get("/werkvoorraad").text
    next_step = re.search(r'id="nu">Wat nu</h2><p>([^<]*)</p>', anna.get(f"/zaken/{reference}").text)
    assert next_step is not None
    assert "niet zeker begreep" in next_step[1]


def test_who_answered_is_not_reminded(sqlite_house: House) -> None:
    house = sqlite_house
    assert not _reminded(house, _asked(house, DOUBTFUL))


def test_an_answer_that_a_person_put_aside_leaves_the_reminder(sqlite_house: House) -> None:
    house = sqlite_house
    reference = _asked(house, DOUBTFUL)
    house.turn(days=3)
    with house.database.transaction() as session:
        aside = {"flag": "reply_to_judge"}
        record(house.context, session, house.row(reference).id, EventKind.UNFLAGGED, aside, actor="ann")
    assert _reminded(house, reference)


def test_who_did_not_answer_is_reminded(sqlite_house: House) -> None:
    house = sqlite_house
    house.receive("vng", "Mijn gegevens", "Graag krijg ik inzage in mijn gegevens.\n\nJo")
    assert _reminded(house, house.cases[-1].reference)


def test_proof_that_is_doubtful_is_told_once(sqlite_house: House) -> None:
    house = sqlite_house
    _asked(house, "Wat nu? Mijn postcode is 1234 AB.")
    assert [alarm.summary for alarm in house.alarms] == ["identificatie te beoordelen"]

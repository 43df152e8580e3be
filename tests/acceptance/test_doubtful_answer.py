"""An answer that the machine does not surely understand is told to staff, stands on the case, and nobody is reminded who answered."""

from __future__ import annotations

import re

from assistant.core.case import EventKind, Status
from assistant.stages.events import record
from assistant.stages.worklist import Filter, Queue, counts, listed
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
    _aside(house, reference)
    assert _reminded(house, reference)


def test_who_did_not_answer_is_reminded(sqlite_house: House) -> None:
    house = sqlite_house
    house.receive("vng", "Mijn gegevens", "Graag krijg ik inzage in mijn gegevens.\n\nJo")
    assert _reminded(house, house.cases[-1].reference)


def test_proof_that_is_doubtful_is_told_once(sqlite_house: House) -> None:
    house = sqlite_house
    _asked(house, "Wat nu? Mijn postcode is 1234 AB.")
    assert [alarm.summary for alarm in house.alarms] == ["identificatie te beoordelen"]


def _waiting(house: House) -> tuple[list[str], int]:
    """The cases in the queue "Te beoordelen", and how many its count says."""
    with house.database.reading() as session:
        chosen = Filter(("vng",), "medewerker-1", Queue.TRIAGE)
        rows = listed(house.context, session, chosen).rows
        number = counts(house.context, session, ("vng",), "medewerker-1")[Queue.TRIAGE]
    return [row.reference for row in rows], number


def _aside(house: House, reference: str) -> None:
    with house.database.transaction() as session:
        flag = {"flag": "reply_to_judge"}
        record(house.context, session, house.row(reference).id, EventKind.UNFLAGGED, flag, actor="ann")


def test_a_doubtful_answer_waits_in_the_queue_until_a_person_judged_it(house: House) -> None:
    reference = _asked(house, DOUBTFUL)
    house.receive(
        "vng", "Inzage", "Graag krijg ik inzage in mijn gegevens.\n\nMo", sender="mo@person.example"
    )
    assert len(house.cases) == 2  # the other one is not in doubt
    assert _waiting(house) == ([reference], 1)
    _aside(house, reference)
    assert _waiting(house) == ([], 0)


def test_a_case_that_is_in_doubt_twice_counts_once_and_closed_it_is_gone(house: House) -> None:
    house.receive("vng", "Wat nu", "Wat nu te doen? Misschien wil ik inzage.\n\nJo")
    reference = house.cases[-1].reference
    assert house.row(reference).status == Status.TRIAGE
    with house.database.transaction() as session:
        flag = {"flag": "reply_to_judge"}
        record(house.context, session, house.row(reference).id, EventKind.FLAGGED, flag, actor="ann")
    assert _waiting(house) == ([reference], 1)
    with house.database.transaction() as session:
        row = house.row(reference).id
        record(house.context, session, row, EventKind.CLOSED, {"outcome": "not_a_request"}, actor="ann")
    assert _waiting(house) == ([], 0)


def test_the_desk_shows_it_with_its_count(sqlite_house: House) -> None:
    house = sqlite_house
    add_people(house)
    reference = _asked(house, DOUBTFUL)
    page = Visitor(house, "anna@vng.example").get("/werkvoorraad?rij=beoordelen").text
    assert f'<a href="/zaken/{reference}"' in page
    counted = re.search(r'class="q-beoordelen"[^>]*><span class="count">(\d+)</span>', page)
    assert counted is not None
    assert counted[1] == "1"

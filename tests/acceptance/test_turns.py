"""What the next message of a thread does to its case: a question, a withdrawal, a new wish, a duplicate, a bounce."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assistant.core.case import EventKind, Outcome, Status
from assistant.stages.events import record
from replies.facts import LetterKind
from tests.acceptance.staff import Staff, kinds_of
from tests.house import House

JO = "jo@person.example"
COMPLAINT = "Ik dien een klacht in."
ACCESS = "Graag krijg ik inzage in mijn gegevens."


def opened(house: House, organisation: str, body: str) -> str:
    """A first mail; the reference of its case."""
    house.receive(organisation, "Mijn gegevens", f"{body}\n\nJo")
    reference: str = house.cases[-1].reference
    return reference


@pytest.mark.parametrize("organisation", ["vng", "vng_connect", "vng_kchn", "vvsg", "sbb"])
def test_question_how_far_it_is_gets_its_own_letter_and_changes_no_date(
    sqlite_house: House, organisation: str
) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    reference = opened(house, organisation, COMPLAINT)
    due = house.row(reference).due
    house.now += timedelta(days=8)
    house.reply(organisation, house.sent(JO)[0], "Hoe ver bent u?")
    assert kinds_of(staff.drafts(reference)) == [LetterKind.COMPLAINT_ANSWER, LetterKind.STATUS_ANSWER]
    letter = staff.finish(staff.drafts(reference)[1]).get_content()
    assert "Een collega controleert ze deze week" in letter
    row = house.row(reference)
    assert (row.status, row.due) == (Status.IN_PROGRESS, due)
    assert kinds_of(staff.drafts(reference)) == [LetterKind.COMPLAINT_ANSWER]


def test_question_how_far_it_is_while_identity_is_asked(sqlite_house: House) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    reference = opened(house, "vng", ACCESS)
    house.reply("vng", house.sent(JO)[0], "Hoe ver bent u?")
    assert kinds_of(staff.drafts(reference)) == [LetterKind.STATUS_ANSWER]
    staff.finish(staff.drafts(reference)[0])
    assert house.row(reference).status == Status.AWAITING_IDENTIFICATION


def test_question_that_arrives_before_the_answer_was_drafted_loses_neither_letter(house: House) -> None:
    staff = Staff(house)
    reference = opened(house, "vng", ACCESS)
    ours = str(house.sent(JO)[0]["Message-ID"])
    house.deliver("vng", house.mail("Re", "Hoe ver bent u?", In_Reply_To=ours, References=ours))
    with house.database.transaction() as session:
        record(house.context, session, house.cases[0].id, EventKind.IDENTIFIED, {"level": 1}, actor="ann")
    house.run()
    assert kinds_of(staff.drafts(reference)) == [LetterKind.ACCESS_ANSWER, LetterKind.STATUS_ANSWER]


@pytest.mark.parametrize("organisation", ["vng", "vng_connect", "vng_kchn", "vvsg", "sbb"])
def test_withdrawal_is_confirmed_and_closed_by_a_person(sqlite_house: House, organisation: str) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    reference = opened(house, organisation, ACCESS)
    house.now += timedelta(days=1)
    house.reply(organisation, house.sent(JO)[0], "Laat maar, ik trek mijn verzoek in.")
    assert house.row(reference).status == Status.AWAITING_IDENTIFICATION
    assert any("ingetrokken" in alarm.summary for alarm in house.alarms)
    letter = staff.answer(reference, Outcome.WITHDRAWN).get_content()
    assert "intrekt" in letter
    assert house.row(reference).outcome == Outcome.WITHDRAWN
    before = len(house.sent(JO))
    house.turn(days=40)
    assert len(house.sent(JO)) == before


def test_new_wish_in_an_old_thread_is_a_linked_case_with_its_own_clock(house: House) -> None:
    reference = opened(house, "vng", ACCESS)
    house.now += timedelta(days=10)
    house.reply("vng", house.sent(JO)[0], "En ik maak bezwaar tegen het gebruik voor uw onderzoek.")
    first, second = house.cases
    assert (first.labels, second.labels) == (["access"], ["objection"])
    assert (first.due, second.due) == (date(2026, 10, 1), date(2026, 10, 12))
    assert house.case(second.reference).case.links == {reference}
    assert house.case(reference).case.links == {second.reference}
    acknowledgement = house.sent(JO)[2]
    assert second.reference in acknowledgement["Subject"]
    assert "bezwaar" in acknowledgement.get_content()


def test_the_same_right_again_after_closing_is_a_new_case(sqlite_house: House) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    reference = opened(house, "vng", ACCESS)
    staff.identify(reference)
    letter = staff.answer(reference, Outcome.GRANTED)
    house.now += timedelta(days=200)
    house.reply("vng", letter, "Graag krijg ik opnieuw inzage in mijn gegevens.")
    first, second = house.cases
    assert first.status == Status.CLOSED
    assert second.labels == ["access"]
    assert (second.due - house.now.date()).days >= 28


def test_thanks_in_a_closed_case_opens_nothing(sqlite_house: House) -> None:
    house, staff = sqlite_house, Staff(sqlite_house)
    reference = opened(house, "vng", COMPLAINT)
    letter = staff.answer(reference, Outcome.GRANTED)
    before = len(house.sent(JO))
    house.reply("vng", letter, "Dank u wel, prettige dag.")
    assert len(house.cases) == 1
    assert len(house.sent(JO)) == before


def test_the_same_request_twice_is_proposed_as_a_duplicate_and_merged_by_a_person(house: House) -> None:
    staff = Staff(house)
    first = opened(house, "vng_kchn", ACCESS)
    house.now += timedelta(days=4)
    second = opened(house, "vng_kchn", "Nogmaals: ik wil inzage.")
    assert house.row(second).status != Status.CLOSED  # the machine proposes, it does not decide
    assert "possible_duplicate" in house.row(second).flags
    assert house.case(second).case.links == {first}
    staff.happen(second, EventKind.MERGED, into=first)
    assert house.row(second).outcome == Outcome.DUPLICATE
    assert house.row(first).status == Status.AWAITING_IDENTIFICATION


def test_another_person_with_the_same_wish_is_no_duplicate(sqlite_house: House) -> None:
    house = sqlite_house
    opened(house, "vng", ACCESS)
    house.receive("vng", "Inzage", ACCESS, sender="piet@elders.example")
    assert "possible_duplicate" not in house.cases[1].flags


def test_bounced_answer_alarms_and_can_be_sent_elsewhere(house: House) -> None:
    staff = Staff(house)
    reference = opened(house, "vng", COMPLAINT)
    letter = staff.answer(reference)
    alarms = len(house.alarms)
    house.receive(
        "vng", "Undelivered Mail Returned to Sender",
        f"Your message could not be delivered.\n\n<{JO}>: 550 5.1.1 user unknown",
        sender="MAILER-DAEMON@mx.example", In_Reply_To=str(letter["Message-ID"]),
        References=str(letter["Message-ID"]), Return_Path="<>", Auto_Submitted="auto-replied",
    )  # fmt: skip
    assert "bounced" in house.row(reference).flags
    assert len(house.alarms) == alarms + 1
    assert house.sent("MAILER-DAEMON@mx.example") == []
    assert JO not in repr(house.events(reference, EventKind.MAIL_BOUNCED))


def test_out_of_office_changes_nothing_and_is_not_answered(sqlite_house: House) -> None:
    house = sqlite_house
    reference = opened(house, "vng", ACCESS)
    before, row = len(house.sent()), house.row(reference)
    ours = str(house.sent(JO)[0]["Message-ID"])
    house.receive(
        "vng", "Automatisch antwoord: afwezig", "Ik ben afwezig tot 1 oktober.",
        In_Reply_To=ours, References=ours, Auto_Submitted="auto-replied",
    )  # fmt: skip
    assert len(house.sent()) == before
    assert (house.row(reference).status, house.row(reference).due) == (row.status, row.due)
